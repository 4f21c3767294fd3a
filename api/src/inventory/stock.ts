/** By how much the sums of an event's stock change. */
export interface StockChange {
  readonly sold?: number;
  readonly held?: number;
  readonly promised?: number;
  readonly blocked?: number;
}

/** One event's part in what a transaction changes. */
export type EventChange = StockChange & { readonly eventId: string };

/** One change per event out of many. */
export function sum(changes: readonly EventChange[]): Map<string, StockChange> {
  const sums = new Map<string, StockChange>();
  for (const { eventId, sold = 0, held = 0, promised = 0, blocked = 0 } of changes) {
    const before = sums.get(eventId);
    sums.set(eventId, {
      sold: (before?.sold ?? 0) + sold,
      held: (before?.held ?? 0) + held,
      promised: (before?.promised ?? 0) + promised,
      blocked: (before?.blocked ?? 0) + blocked,
    });
  }
  return sums;
}

/** How an event's stock stands: sums of places. What is free is `capacity - sold - held - promised - blocked`. */
export interface Availability {
  readonly eventId: string;
  readonly capacity: number;
  readonly sold: number;
  readonly held: number;
  readonly promised: number;
  readonly blocked: number;
  /** Promises are made on the whole event, so a category's free places may be promised. */
  readonly categories: readonly { readonly name: string; readonly kind: 'seated' | 'standing'; readonly capacity: number; readonly free: number }[];
}
