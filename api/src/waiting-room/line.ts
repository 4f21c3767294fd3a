import type { SaleState } from '#catalog';

/**
 * The state of an event's line. It follows from the facts alone, so that it does not matter who looked last
 * or how late; only the controller writes it down, once per change.
 *
 *     scheduled → lottery → open ↔ paused
 *                           open ↔ sold_out          any → closed
 *
 * - `scheduled`: nobody may enter yet.
 * - `lottery`: everybody who enters is drawn at the opening. Lasts until the draw, which comes late when it
 *   waits for its public value; who arrives between the opening and a late draw stands behind the drawn.
 *   A line without a draw goes from `scheduled` to `open`.
 * - `open`: positions are called as tickets allow.
 * - `paused`: the organiser stopped the calls, or the event was postponed. Calls that stand are kept.
 * - `sold_out`: every ticket is sold, so nothing can come free any more. A refund or more places lead back.
 * - `closed`: the sale's end, or the event was cancelled or closed. Calls and admissions that stand run out.
 */
export type LineState = SaleState;

export interface LineFacts {
  /** The sale has ended, or the event is no longer sold. */
  over: boolean;
  /** The opening has passed by the database's clock. */
  opened: boolean;
  /** Entering before the opening is allowed by now. */
  lotteryBegun: boolean;
  drawAtOpening: boolean;
  drawn: boolean;
  /** By the organiser, or because the event was postponed. */
  paused: boolean;
  /** Places neither sold nor blocked, whoever holds or was promised them. */
  unsold: number;
}

export function lineState(facts: LineFacts): LineState {
  if (facts.over) return 'closed';
  if (!facts.opened) return facts.drawAtOpening && facts.lotteryBegun ? 'lottery' : 'scheduled';
  if (facts.drawAtOpening && !facts.drawn) return 'lottery';
  if (facts.unsold <= 0) return 'sold_out';
  return facts.paused ? 'paused' : 'open';
}

/** Whether somebody new may enter. A sold-out line takes people in: capacity may come back, and they are told. */
export function mayEnter(state: LineState): boolean {
  return state !== 'scheduled' && state !== 'closed';
}

/**
 * How long a visitor waits between two looks at the serving number: the same for all, so that the answer stays
 * one answer. The origin is to see about 20,000 looks a second at most where no cache stands before it.
 */
export function pollAfterMs(state: LineState, waiting: number, opensInMs: number, heldBack = false): number {
  if (state === 'closed' || state === 'sold_out') return 30_000;
  if (state === 'paused') return 10_000;
  const crowdMs = Math.min(15_000, Math.max(1_000, Math.ceil(waiting / 20_000) * 1_000));
  // Far from the opening nothing changes; nobody is to sleep through the opening itself, but for as long as the crowd makes everybody sleep.
  if (opensInMs > 0) return Math.round(Math.min(30_000, Math.max(2_000, crowdMs, opensInMs / 2)));
  // A standstill lasts some seconds at least; looking at it is a part of what loads the house.
  return heldBack ? Math.max(5_000, crowdMs) : crowdMs;
}

/**
 * When somebody whose turn has not come is to ask again: the wait at the pace of the last minute, half of it
 * in case the pace grows, and never so long that a call of `claimSeconds` could be slept through.
 */
export function retryAfterMs(ahead: number, calledPerMinute: number, claimSeconds: number): number {
  const waitMs = (Math.max(0, ahead) / Math.max(1, calledPerMinute)) * 60_000;
  return Math.round(Math.min(Math.max(1_000, waitMs / 2), (claimSeconds * 1_000) / 4));
}
