import type { LoadLevel } from '#platform';

/** Calls in one transaction: a few milliseconds, and at four ticks a second far more than any sale can serve. */
export const callsPerTickMax = 500;
/** Where a line begins: 500 calls a second, the rate at which a house of two cores is known to sell. */
const callsAtFirst = 125;
/** A line that goes on after a standstill goes on slowly, but it goes on: 20 calls a second. */
const callsAtLeast = 5;
/** Whoever is called comes some seconds later, so what a faster pace does is seen only then: a sixth faster each second, while it is calm. */
const growth = 1.04;
/** At the border the pace gives way as gently, so that the sale hovers there and need not stop. */
const easing = 0.97;
/** Whoever was called comes seconds later, so a standstill finds many still on their way: every second of it halves the pace. */
const decline = 0.84;

/** How many a tick may call, as far as the load is concerned. */
export interface Throttle {
  calls: number;
  /** The sale can only just serve whom it has called: nobody new is called, not even for a second time. */
  heldBack: boolean;
}

export const unthrottled: Throttle = { calls: callsPerTickMax, heldBack: false };
export const throttleAtFirst: Throttle = { calls: callsAtFirst, heldBack: false };

/**
 * The throttle of the next tick. The pace finds out by itself what the sale can serve: it grows while all processes are calm, gives way
 * when one is busy and falls while one is strained, as TCP's does (V. Jacobson, *Congestion avoidance and control*, 1988). A pace that the last
 * tick did not need proves nothing and does not grow (RFC 7661).
 */
export function nextThrottle({ calls }: Throttle, load: LoadLevel, needed: boolean): Throttle {
  switch (load) {
    case 'calm':
      return { calls: needed ? Math.min(callsPerTickMax, calls * growth) : calls, heldBack: false };
    case 'busy':
      return { calls: Math.max(callsAtLeast, calls * easing), heldBack: false };
    default:
      return { calls: Math.max(callsAtLeast, calls * decline), heldBack: true };
  }
}

/** Whole calls of this tick. */
export function callsOf({ calls, heldBack }: Throttle): number {
  return heldBack ? 0 : Math.floor(calls);
}
