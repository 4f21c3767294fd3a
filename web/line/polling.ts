/** Between two looks while the box office cannot be reached: no longer than this, or the turn could be slept through. */
const awayMaxMs = 30_000;
/** A tab that nobody sees looks no more often than this; the turn lasts minutes. */
const hiddenMs = 5_000;
/** Nobody comes back at once, whatever an answer says. */
const atLeastMs = 500;

/**
 * How long until the next look at the serving number. What the box office asks for, spread, so that a crowd that came together does not come back
 * together; after failures twice as long each time.
 *
 * @param chance between 0 and 1
 */
export function nextLookMs({ pollAfterMs, failures, hidden }: { pollAfterMs: number; failures: number; hidden: boolean }, chance: number): number {
  if (failures > 0) {
    const longest = Math.min(awayMaxMs, Math.max(1_000, pollAfterMs) * 2 ** Math.min(failures, 10));
    return Math.round(longest / 2 + (longest / 2) * chance);
  }
  return Math.round(Math.max(atLeastMs, hidden ? hiddenMs : 0, pollAfterMs) * (1 + 0.3 * chance));
}

/** How long until a refused or lost request that must not be lost is made again; null once it has been tried often enough and a person is to decide. */
export function nextTryMs(tries: number, retryAfterMs: number | null, chance: number): number | null {
  if (tries >= triesMax) return null;
  return Math.round(Math.max(retryAfterMs ?? 0, 500 * 2 ** tries) * (1 + chance));
}

/** Some two minutes in all: longer than a box office takes to come back. */
const triesMax = 7;
