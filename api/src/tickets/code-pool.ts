/**
 * How many codes to make. A pool that fell below its low-water mark is filled up to its high-water mark, and neither
 * is ever higher than the tickets still to be sold, so a small house has exactly its own number of codes.
 */
export interface WaterMarks {
  low: number;
  high: number;
}

export interface PoolState {
  capacity: number;
  /** Codes that wait in the pool. */
  free: number;
  /** Tickets issued. */
  given: number;
}

/** `filling`: it fell below the low-water mark and has not reached the high one since. */
export function codesWanted(marks: WaterMarks, pool: PoolState, filling: boolean): number {
  const { low, full } = bounds(marks, pool);
  return filling || pool.free < low ? Math.max(0, full - pool.free) : 0;
}

/** Below a quarter of the low-water mark codes are made even while the sale is hot. */
export function nearlyDry(marks: WaterMarks, pool: PoolState): boolean {
  return pool.free < bounds(marks, pool).low / 4;
}

function bounds({ low, high }: WaterMarks, { capacity, given }: PoolState) {
  const left = Math.max(0, capacity - given);
  return { low: Math.min(low, left), full: Math.min(Math.max(low, high), left) };
}
