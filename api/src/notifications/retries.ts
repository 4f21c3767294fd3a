/** Tries in all: with the pauses below the last one is made six hours after the first. */
export const triesMax = 12;

const firstPauseSeconds = 15;
const pauseSecondsMax = 2 * 3_600;

/** How long to wait after the `tries`-th failure: 15 s, 30 s, 1 min … up to two hours; null when it was the last. */
export function pauseAfter(tries: number): number | null {
  return tries >= triesMax ? null : Math.min(firstPauseSeconds * 2 ** (tries - 1), pauseSecondsMax);
}
