import type { LoadLevel } from '#platform';

/** Calls in one transaction: a few milliseconds, and at four ticks a second far more than any sale can serve. */
export const callsPerTickMax = 500;
/** A line goes on slowly rather than not at all: 20 calls a second. */
const callsAtLeast = 5;
/** What a pace falls to at most when the sale could not serve it. */
const loweredTo = 0.7;
/** Whoever was called comes later, so what a lower pace does is seen only then: ten seconds pass before it is lowered again. */
const ticksBetweenLowerings = 40;
/** A busy sale that ends fewer turns than its pace slows down to them, at most by this at once: they are counted with noise. */
const slowedTo = 0.8;
/** So many of the pace's turns must end in the same time before a faster one is tried. */
const provenShare = 0.85;
/** Beyond this there is no room for more; what comes in waves needs the rest. */
const utilizationMax = 0.92;
/** A twelfth faster each second at most. */
const growthMax = 0.02;
/** Of a pace that nobody needs two thirds are forgotten in ten seconds, nine tenths in twenty-five: the traffic that showed it is another by then. */
const forgottenPerTick = 1 / 40;

/** What the sale shows of itself, as far as a line's pace depends on it. */
export interface Sale {
  load: LoadLevel;
  /** How busy its busiest process or machine is, 0 to 1. */
  utilization: number;
  /** Turns that end in a tick, smoothed: people who bought, gave up or did not come. */
  ended: number;
  /** The last tick that might call called as many as it might: a pace that nobody needs proves nothing and is forgotten by and by (RFC 7661). */
  needed: boolean;
  /** Ticks since the last one; more than one where the line has rested. */
  ticks: number;
}

/** How many a tick may call, as far as the load is concerned. */
export interface Throttle {
  /** What the line began with. */
  first: number;
  /** Calls per tick that the sale is thought to bear. */
  pace: number;
  /** Calls of this tick. */
  calls: number;
  /** The sale can only just serve whom it has called: nobody new is called, not even for a second time. */
  heldBack: boolean;
  ticksSinceLowered: number;
}

export const unthrottled: Throttle = throttleFrom(callsPerTickMax);

/** A line begins with this pace. */
export function throttleFrom(pace: number): Throttle {
  const within = Math.min(callsPerTickMax, Math.max(callsAtLeast, pace));
  return { first: within, pace: within, calls: Math.floor(within), heldBack: false, ticksSinceLowered: ticksBetweenLowerings };
}

/**
 * The throttle of the next tick. People buy long after they were called, seconds in a rehearsal and minutes in a sale, so a pace that grew until the load
 * rises would have called far too many by then. Therefore it grows only once the sale has shown that it bears it: when about as many turns end
 * as begin and there is room left, and then no further than the room. A busy sale is called about as many people as it finishes with, which is its capacity
 * (self-clocking: V. Jacobson, *Congestion avoidance and control*, 1988); a strained one is called nobody.
 */
export function nextThrottle(before: Throttle, sale: Sale): Throttle {
  const ticksSinceLowered = before.ticksSinceLowered + 1;
  const { first } = before;
  switch (sale.load) {
    case 'calm': {
      const pace = sale.needed ? Math.min(callsPerTickMax, before.pace * growth(before.pace, sale)) : forgotten(before, sale);
      return { first, pace, calls: Math.floor(pace), heldBack: false, ticksSinceLowered };
    }
    case 'busy': {
      const pace = sale.needed ? before.pace : forgotten(before, sale);
      return { first, pace, calls: Math.floor(Math.max(callsAtLeast, Math.min(pace, Math.max(sale.ended, pace * slowedTo)))), heldBack: false, ticksSinceLowered };
    }
    default: {
      // A line that calls nobody is not what the sale cannot serve.
      if (!sale.needed) return { first, pace: forgotten(before, sale), calls: 0, heldBack: true, ticksSinceLowered };
      const lowers = !before.heldBack && ticksSinceLowered >= ticksBetweenLowerings;
      const pace = lowers ? Math.max(callsAtLeast, Math.min(before.pace, Math.max(sale.ended, before.pace * loweredTo))) : before.pace;
      return { first, pace, calls: 0, heldBack: true, ticksSinceLowered: lowers ? 0 : ticksSinceLowered };
    }
  }
}

function growth(pace: number, { utilization, ended }: Sale): number {
  if (ended < pace * provenShare || utilization >= utilizationMax) return 1;
  // With twice the people it would be twice as busy: a tenth of the way there.
  return 1 + Math.min(growthMax, 0.1 * (utilizationMax / Math.max(utilization, 0.01) - 1));
}

/** Nearer to what the line began with, from either side; what the sale serves is not forgotten. */
function forgotten({ first, pace }: Throttle, { ended, ticks }: Sale): number {
  const known = Math.max(first, Math.min(pace, ended));
  return known + (pace - known) * (1 - forgottenPerTick) ** ticks;
}
