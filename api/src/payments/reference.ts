import { attemptIdOf } from './attempt.repository.js';

/**
 * When an attempt was written down, as its name tells (the milliseconds of a UUID of version 7, by our clock): where a
 * gateway has no list by reference, it says which part of its list to look through. Undefined for names of others.
 */
export function writtenAt(reference: string): Date | undefined {
  return attemptIdOf(reference) === undefined ? undefined : new Date(Number.parseInt(reference.slice(0, 12), 16));
}
