import { DomainError, type Tx } from '#platform';

// Stand-ins with the signatures of the inventory's face, until it stands.

export abstract class Inventory {
  abstract promise(tx: Tx, eventId: string, wanted: number): Promise<number>;
  abstract unpromise(tx: Tx, tickets: Map<string, number>): Promise<void>;
  abstract availability(tx: Tx, eventIds: string[]): Promise<Map<string, { capacity: number; sold: number; held: number; promised: number; blocked: number }>>;
}

export class LimitExceeded extends DomainError<{ limit: number }> {
  static readonly code = 'inventory.limit_exceeded';
  static readonly status = 422;
  constructor(data: { limit: number }) {
    super(LimitExceeded, data);
  }
}
