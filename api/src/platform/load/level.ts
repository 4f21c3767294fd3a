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
/** How much the latest look counts: a pause of the garbage collector passes unnoticed, a wave of a second does not. */
const LATEST_WEIGHT = 0.4;
/** However long a wait was: two looks after a single one nothing more is seen of it. */
const WAIT_SHARE_MAX = 3;
/**
 * One level after the other, so that what the cheaper step saves is seen before the dearer one is taken; three quarters of a
 * second, as looks are a quarter of one apart.
 */
const RISES_AFTER_LOOKS = 3;
/** Two seconds: then who was refused first comes back, and the next level down waits until some of them are there. */
const FALLS_AFTER_LOOKS = 8;

export interface LoadState {
  level: LoadLevel;
  /** The wait, smoothed. */
  waitMs: number;
  /** Looks since the level has last changed. */
  steadyLooks: number;
  /** Looks in a row at which the wait was that of a higher level. */
  looksAbove: number;
}

export const atRest: LoadState = { level: 'calm', waitMs: 0, steadyLooks: 0, looksAbove: 0 };

/** The state after another look, at which a step waits `waitMs`. */
export function nextLoad(state: LoadState, waitMs: number, boundMs: number): LoadState {
  const rank = levels.indexOf(state.level);
  const [above, below] = [levels[rank + 1], levels[rank - 1]];
  const smoothed = state.waitMs + LATEST_WEIGHT * (Math.min(waitMs, WAIT_SHARE_MAX * boundMs) - state.waitMs);
  const looksAbove = above !== undefined && smoothed >= shares[above] * boundMs ? state.looksAbove + 1 : 0;
  const steadyLooks = state.steadyLooks + 1;
  const changed = (level: LoadLevel): LoadState => ({ level, waitMs: smoothed, steadyLooks: 0, looksAbove: 0 });
  if (above !== undefined && looksAbove >= RISES_AFTER_LOOKS) return changed(above);
  if (below !== undefined && smoothed < shares[state.level] * boundMs * END_SHARE && steadyLooks >= FALLS_AFTER_LOOKS) return changed(below);
  return { level: state.level, waitMs: smoothed, steadyLooks, looksAbove };
}

/** Whether a process has at least that much trouble to keep up. */
export function isAtLeast(level: LoadLevel, least: LoadLevel): boolean {
  return levels.indexOf(level) >= levels.indexOf(least);
}

export function worstOf(all: readonly LoadLevel[]): LoadLevel {
  return levels[Math.max(0, ...all.map((level) => levels.indexOf(level)))] as LoadLevel;
}
