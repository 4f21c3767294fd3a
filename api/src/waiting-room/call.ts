import { afterUnclaimed, type PlaceState } from './place.js';

/** What the organiser lets through; null is no limit. */
export interface CallLimits {
  ratePerMinuteMax: number | null;
  /** Calls and admissions that may stand at the same time. */
  admissionsMax: number | null;
}

/** The pace allowed so far: calls saved up, and when they were last counted. */
export interface Allowance {
  calls: number;
  elapsedMs: number;
}

/** A pause of the controller (a takeover, a slow transaction) is made up for, but not a quiet hour. */
const savedSecondsMax = 5;

/** Calls saved up by now under the rate: a token bucket with room for one call more, so that a slow rate loses no part of one. */
export function savedCalls(allowance: Allowance, ratePerMinuteMax: number | null): number {
  if (ratePerMinuteMax === null) return Number.MAX_SAFE_INTEGER;
  const perMs = ratePerMinuteMax / 60_000;
  const full = ratePerMinuteMax === 0 ? 0 : 1 + perMs * 1_000 * savedSecondsMax;
  return Math.min(full, allowance.calls + perMs * Math.max(0, allowance.elapsedMs));
}

/** How many may be called now by the limits alone; the stock has the last word. */
export function callsAllowed(limits: CallLimits, saved: number, standing: number, callsPerTickMax: number): number {
  const room = limits.admissionsMax === null ? Number.MAX_SAFE_INTEGER : limits.admissionsMax - standing;
  return Math.max(0, Math.min(callsPerTickMax, Math.floor(saved), room));
}

/** A promise is of the session's limit; the last one of what is left. */
export function promiseSizes(tickets: number, sessionTicketLimit: number): number[] {
  const whole = Math.floor(tickets / sessionTicketLimit);
  const rest = tickets % sessionTicketLimit;
  const sizes = Array.from({ length: whole }, () => sessionTicketLimit);
  return rest > 0 ? [...sizes, rest] : sizes;
}

export interface Candidate {
  entry: number;
  position: number;
  state: PlaceState;
}

export interface Call {
  entry: number;
  position: number;
  promised: number;
}

export interface CallPlan {
  calls: Call[];
  /** Positions passed for the first time by this plan: those called, and those whose person had gone. */
  passed: { entry: number; position: number }[];
  /** How many of the positions are passed after it. */
  serving: number;
}

/**
 * Whom to call with promises of these sizes: first who gets the second chance, then the next positions in
 * their order. Places whose person left or was merged into another are passed without a promise.
 * `lapsed` and `next` are in the order of positions; `next` begins at `serving` and has no gap.
 */
export function planCalls(serving: number, sizes: readonly number[], lapsed: readonly Candidate[], next: readonly Candidate[]): CallPlan {
  const left = [...sizes].reverse();
  const plan: CallPlan = { calls: [], passed: [], serving };
  const call = ({ entry, position }: Candidate) => plan.calls.push({ entry, position, promised: left.pop()! });
  for (const candidate of lapsed) {
    if (left.length === 0) return plan;
    call(candidate);
  }
  for (const candidate of next) {
    if (candidate.state === 'waiting') {
      if (left.length === 0) return plan;
      call(candidate);
    }
    plan.passed.push({ entry: candidate.entry, position: candidate.position });
    plan.serving = candidate.position + 1;
  }
  return plan;
}

/** How many of these could be called if the stock allowed: what is worth asking the stock for. */
export function callable(lapsed: readonly Candidate[], next: readonly Candidate[]): number {
  return lapsed.length + next.filter(({ state }) => state === 'waiting').length;
}

export interface OverdueCall {
  entry: number;
  calls: number;
  promised: number;
  state: PlaceState;
}

/** What becomes of calls past their deadline; a place whose owner has gone only gives back its promise. */
export function lapse(overdue: readonly OverdueCall[]): { entry: number; state: PlaceState }[] {
  return overdue.map(({ entry, calls, state }) => ({ entry, state: state === 'called' ? afterUnclaimed(calls) : state }));
}
