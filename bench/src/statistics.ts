export interface Summary {
  min: number;
  median: number;
  max: number;
}

/** Few rounds on a shared machine: the median says what is usual, the ends how far to trust it. */
export function summarise(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) throw new Error('nothing was measured');
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { min: sorted[0]!, median, max: sorted.at(-1)! };
}

/** Pair by pair: the two of a pair were measured one after the other, under the same load of others. */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
  if (over.length !== under.length) throw new Error('a ratio needs pairs');
  return over.map((value, at) => value / under[at]!);
}

export function median(values: readonly number[]): number {
  return summarise(values).median;
}
