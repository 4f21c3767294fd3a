import { LaunchRefused } from '../launch/launch-refused.js';

/** Longer than any purchase takes to settle by itself: hold, payment window and grace. */
const REST_SECONDS = 900;
/** What has lain for a day is stuck, whatever it waits for. */
const REST_SECONDS_MAX = 86_400;
const OPTION = '--rest-seconds';

/**
 * How long something has to have lain for it to be held against the rules of what has come to rest. Shorter for who has seen everything come to rest, as a
 * rehearsal does: a quarter of an hour would leave out all that it is about; what is found so may only be on its way, so that nobody is woken by it (`usual`).
 * `others` are the options that are not about this.
 */
export function readRest(options: string[]): { rest: string; usual: boolean; others: string[] } {
  const at = options.indexOf(OPTION);
  if (at < 0) return { rest: `${REST_SECONDS} seconds`, usual: true, others: options };
  const seconds = Number(options[at + 1]);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > REST_SECONDS_MAX) throw new LaunchRefused(`${OPTION} is "${options[at + 1] ?? ''}"; it is a whole number from 1 to ${REST_SECONDS_MAX}.`);
  return { rest: `${seconds} seconds`, usual: seconds === REST_SECONDS, others: options.toSpliced(at, 2) };
}
