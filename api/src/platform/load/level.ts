/**
 * How hard it is for a process to keep up, by how long a step of the sale waits in it:
 * - `calm`: everything is answered.
 * - `busy`: what can wait is refused: streams, maps, search.
 * - `strained`: besides, the lines call nobody new.
 * - `overwhelmed`: besides, nobody new may even join.
 * What an admitted buyer needs is refused by no level (docs/operations.md).
 */
export const levels = ['calm', 'busy', 'strained', 'overwhelmed'] as const;
export type LoadLevel = (typeof levels)[number];

/**
 * Where a level begins, as a share of the bound. Strained is the bound itself. At half of it there is still room, which is
 * the time to let go of what can wait. At two and a half a purchase takes longer than people believe in it.
 */
const shares: Record<LoadLevel, number> = { calm: 0, busy: 0.5, strained: 1, overwhelmed: 2.5 };
/** A level ends at half of where it begins: refusing lowers the load, which must not at once invite back what was refused. */
const END_SHARE = 0.5;
/** The time constant of the smoothing: a pause of the garbage collector passes unnoticed, a wave of a second does not. */
const SMOOTHED_OVER_MS = 500;
/** Whatever the longest wait was, it is forgotten within two seconds of the first short one. */
const WAIT_SHARE_MAX = 5;
/** One level after the other, so that what the cheaper step saves is seen before the dearer one is taken. */
const RISES_AFTER_MS = 500;
/** Who was refused comes back two seconds later at the earliest; the next level down waits until some of them are there. */
const FALLS_AFTER_MS = 2_000;

export interface LoadState {
  level: LoadLevel;
  /** The wait, smoothed. */
  waitMs: number;
  /** How long the level has been the same. */
  steadyMs: number;
}

export const atRest: LoadState = { level: 'calm', waitMs: 0, steadyMs: 0 };

/** The state after another look: a step waits `waitMs` now, `elapsedMs` after the look before. */
export function nextLoad(state: LoadState, waitMs: number, elapsedMs: number, boundMs: number): LoadState {
  const weight = 1 - Math.exp(-elapsedMs / SMOOTHED_OVER_MS);
  const smoothed = state.waitMs + weight * (Math.min(waitMs, WAIT_SHARE_MAX * boundMs) - state.waitMs);
  const steadyMs = state.steadyMs + elapsedMs;
  const rank = levels.indexOf(state.level);
  const begins = (level: LoadLevel) => shares[level] * boundMs;
  const above = levels[rank + 1];
  if (above !== undefined && smoothed >= begins(above) && steadyMs >= RISES_AFTER_MS) return { level: above, waitMs: smoothed, steadyMs: 0 };
  const below = levels[rank - 1];
  if (below !== undefined && smoothed < begins(state.level) * END_SHARE && steadyMs >= FALLS_AFTER_MS) return { level: below, waitMs: smoothed, steadyMs: 0 };
  return { level: state.level, waitMs: smoothed, steadyMs };
}

export function isAtLeast(level: LoadLevel, least: LoadLevel): boolean {
  return levels.indexOf(level) >= levels.indexOf(least);
}

export function worstOf(all: readonly LoadLevel[]): LoadLevel {
  return levels[Math.max(0, ...all.map((level) => levels.indexOf(level)))] as LoadLevel;
}
