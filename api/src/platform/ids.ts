import { v7 } from 'uuid';

/** A new identifier: UUID version 7, so that keys of one table grow to the right and pages stay warm. */
export function newId(): string {
  return v7();
}
