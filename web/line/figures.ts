import type { Estimate } from './estimate.ts';
import { fill, type LiveWords } from './words.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A clock that runs down: `4:07`, `1:04:07`, and days where seconds say nothing. Rounded up, so that nobody reads zero with time left. */
export function clock(ms: number, words: LiveWords): string {
  const left = Math.max(0, Math.ceil(ms / 1_000) * 1_000);
  if (left >= 2 * day) return fill(words.days, { days: Math.floor(left / day), hours: Math.floor((left % day) / hour) });
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  const seconds = two((left % minute) / 1_000);
  return left < hour ? `${Math.floor(left / minute)}:${seconds}` : `${Math.floor(left / hour)}:${two((left % hour) / minute)}:${seconds}`;
}

export function estimateText(estimate: Estimate, words: LiveWords): string {
  if (estimate.kind === 'unknown') return words.unknown;
  if (estimate.kind === 'soon') return words.soon;
  const { fromMinutes, toMinutes } = estimate;
  if (fromMinutes === 0) return fill(words.atMost, { to: span(toMinutes, words) });
  if (fromMinutes === toMinutes) return fill(words.about, { to: span(toMinutes, words) });
  return fill(words.range, { from: span(fromMinutes, words), to: span(toMinutes, words) });
}

function span(all: number, words: LiveWords): string {
  const hours = Math.floor(all / 60);
  const minutes = all % 60;
  if (hours === 0) return fill(words.minutes, { minutes });
  return fill(minutes === 0 ? words.hours : words.hoursMinutes, { hours, minutes });
}
