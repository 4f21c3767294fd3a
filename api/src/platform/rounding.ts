/** `cents` × `part` ÷ `whole`, half a cent rounded up: the one place where money is rounded. Exact, however large the numbers; none is negative, `whole` is positive. */
export function shareOf(cents: number, part: number, whole: number): number {
  return Number((2n * BigInt(cents) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)));
}
