/**
 * The server's clock as a browser knows it: countdowns must not believe a phone whose clock is wrong. Every answer's `Date` header says what
 * time it is there to a second; the answer that travelled fastest says it best.
 */
export interface ServerClock {
  /** Milliseconds since 1970 by the server's clock. */
  now(): number;
  /** An answer's `Date` header, with when it was asked for and when it came by this device's clock. */
  heard(date: string | null, askedAt: number, answeredAt: number): void;
}

// A header tells whole seconds: in the middle of its second an instant is half a second away at most.
const HALF_A_SECOND = 500;

export function serverClock(deviceNow: () => number = Date.now): ServerClock {
  let offset = 0;
  let uncertainty = Number.POSITIVE_INFINITY;
  return {
    now: () => deviceNow() + offset,
    heard(date, askedAt, answeredAt) {
      const told = date === null ? Number.NaN : Date.parse(date);
      const travelled = answeredAt - askedAt;
      if (Number.isNaN(told) || travelled < 0) return;
      const doubt = travelled / 2 + HALF_A_SECOND;
      const heardOffset = told + HALF_A_SECOND - (askedAt + travelled / 2);
      // A better answer, or one that the old belief cannot be true with: the device's clock was set meanwhile.
      if (doubt > uncertainty && Math.abs(heardOffset - offset) <= doubt + uncertainty) return;
      offset = heardOffset;
      uncertainty = doubt;
    },
  };
}

/** The one of this page. */
export const clock = serverClock();
