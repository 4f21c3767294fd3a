/** What a countdown shows and says, apart from any clock. */
export interface Remaining {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
  over: boolean;
}

export function remaining(untilMs: number, nowMs: number): Remaining {
  // Rounded up: a countdown that shows 0:00 has ended.
  const left = Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
  return {
    days: Math.floor(left / 86_400),
    hours: Math.floor((left % 86_400) / 3600),
    minutes: Math.floor((left % 3600) / 60),
    seconds: left % 60,
    over: left === 0,
  };
}

/** `2:03:04`, `4:07`; days are words and stand before it. */
export function clockFace({ hours, minutes, seconds, days }: Remaining): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return hours > 0 || days > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** Minutes at which it is said aloud that time is running: enough to finish, and the last call. */
export const SPOKEN_MINUTES = [5, 1];

/** The minute that was passed between two looks at the clock, if it is one that is said aloud. */
export function spoken(untilMs: number, beforeMs: number, nowMs: number): number | undefined {
  return SPOKEN_MINUTES.find((minute) => untilMs - beforeMs > minute * 60_000 && untilMs - nowMs <= minute * 60_000);
}
