/** The pace at one moment, as the serving answer tells it: calls of the last minute. */
export interface Pace {
  at: number;
  calledPerMinute: number;
}

export type Estimate =
  | { kind: 'soon' }
  | { kind: 'range'; fromMinutes: number; toMinutes: number }
  /** Nothing honest can be said. */
  | { kind: 'unknown' };

/** One sample in ten seconds for five minutes: what came before says nothing of a sale that breathes. */
const sampleEveryMs = 10_000;
const rememberedMs = 300_000;
/** Watched for less than this a pace may be a hiccup. */
const watchedAtLeastMs = 20_000;
/** A slow end more than so many times the quick one helps nobody. */
const spreadMax = 8;
/** Nobody can see further ahead than so many times as long as the pace was watched, without doubting it more. */
const foresight = 6;
/** How much is doubted of what lies as far ahead as that, or farther. */
const distrust = 0.3;
/** An estimate of days is none. */
const minutesMax = 12 * 60;

/** The paces with one more; the newest stands for its ten seconds. */
export function withPace(paces: readonly Pace[], pace: Pace): Pace[] {
  const before = paces.at(-1);
  if (before && pace.at < before.at) return [pace];
  const kept = before && before.at - (paces.at(-2)?.at ?? -Infinity) < sampleEveryMs ? paces.slice(0, -1) : paces;
  return [...kept.filter(({ at }) => pace.at - at < rememberedMs), pace];
}

/**
 * How long the wait is likely to be: between the quick and the slow paces that were seen lately, widened by the chance of small
 * numbers and by how far ahead one looks in comparison to what was seen.
 */
export function estimateWait(ahead: number, paces: readonly Pace[]): Estimate {
  const first = paces[0];
  const last = paces.at(-1);
  if (!first || !last) return { kind: 'unknown' };
  const watchedMs = last.at - first.at;
  if (watchedMs < watchedAtLeastMs) return { kind: 'unknown' };
  const sorted = paces.map(({ calledPerMinute }) => calledPerMinute).sort((a, b) => a - b);
  const slow = quantile(sorted, 0.2);
  const quick = quantile(sorted, 0.8);
  // A line that stands says nothing of when it goes on, whatever it did before.
  if (slow <= 0 || last.calledPerMinute <= 0) return { kind: 'unknown' };
  const doubt = 1 / Math.sqrt(ahead + 1) + Math.min(1, (ahead / quick) * 60_000 / (foresight * watchedMs)) * distrust;
  const from = (ahead / quick) * Math.max(0.3, 1 - doubt);
  const to = (ahead / slow) * (1 + doubt);
  if (to > minutesMax || to > Math.max(from * spreadMax, 5)) return { kind: 'unknown' };
  if (to < 1) return { kind: 'soon' };
  return { kind: 'range', fromMinutes: rounded(from, Math.floor), toMinutes: rounded(to, Math.ceil) };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.round((sorted.length - 1) * share)] ?? 0;
}

/** As people say it: single minutes up to ten, then five, then quarters of an hour. */
function rounded(minutes: number, round: (number: number) => number): number {
  const step = minutes <= 10 ? 1 : minutes <= 60 ? 5 : 15;
  return Math.max(step === 1 && round === Math.floor ? 0 : 1, round(minutes / step) * step);
}

export type Chance = 'enough' | 'maybe' | 'fewer' | 'unclear';

/** The windows of an event: to answer a call, to choose, to fill in what the held places want, to pay. */
export interface Windows {
  claimSeconds: number;
  admissionSeconds: number;
  holdSeconds: number;
  paymentWindowSeconds: number;
}

/** For how long somebody who was called may still buy: each of them uses each window to its end, and chooses in the last second. */
export function undecidedMinutes({ claimSeconds, admissionSeconds, holdSeconds, paymentWindowSeconds }: Windows): number {
  return (claimSeconds + admissionSeconds + holdSeconds + paymentWindowSeconds) / 60;
}

/**
 * What the tickets that are left mean for somebody with so many ahead. Left are also those that the called have not bought yet, so there is `enough` only
 * while the line moves, and when all of these buy all they may. `maybe`: those who are ahead may take all of them. `fewer`: not even one for each who is
 * ahead; it may still reach this place, since not everybody who is called buys. `unclear`: those who are ahead cannot take all of them, but with those who are called already they might.
 */
export function chanceOf(ahead: number, { serving, calledPerMinute, remaining }: { serving: number; calledPerMinute: number; remaining: number }, ticketLimit: number, undecidedFor: number): Chance {
  const undecided = Math.min(serving, calledPerMinute * undecidedFor) * ticketLimit;
  if (calledPerMinute > 0 && remaining - undecided >= (ahead + 1) * ticketLimit) return 'enough';
  if (remaining <= ahead) return 'fewer';
  return ahead * ticketLimit < remaining ? 'unclear' : 'maybe';
}
