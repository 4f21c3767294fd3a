import { pause } from '#box-office/pause.ts';
import { type Failure, isPassing } from '#box-office/problem.ts';

// What passes by itself has passed within three quarters of a minute; whoever still waits then wants to decide themselves.
export const TIMES_MAX = 6;
const FIRST_MS = 1_000;
const WAIT_MS_MAX = 15_000;

/** The event is there, so its places come: they are laid out in the seconds after it was published. */
const NOT_YET = 'inventory.stock_not_found';

/**
 * After how long a refused question is asked again by itself: not sooner than the box office said. Null: not at all, since the answer stands, has
 * come too often or wants more patience than a page has. A question without any answer is not this rule's: it waits for the connection.
 */
export function askAgainAfterMs({ code, status, retryAfterMs = 0, ...failure }: Failure, times: number): number | null {
  const passes = status !== 0 && isPassing({ ...failure, code, status });
  if ((!passes && code !== NOT_YET) || times >= TIMES_MAX || retryAfterMs > WAIT_MS_MAX) return null;
  return Math.max(retryAfterMs, Math.min(WAIT_MS_MAX, FIRST_MS * 2 ** times));
}

interface Patience {
  /** Nobody waits for the answer any more. */
  signal: AbortSignal;
  /** Hears of each answer that is waited out. */
  onWait?: (failure: Failure) => void;
}

/** Asks until there is an answer that stands; the last one when nobody waits for it any more. */
export async function askPatiently<Answer extends { failure?: Failure | undefined }>(ask: () => Promise<Answer>, { signal, onWait }: Patience): Promise<Answer> {
  for (let times = 0; ; times += 1) {
    const answer = await ask();
    const wait = answer.failure ? askAgainAfterMs(answer.failure, times) : null;
    if (wait === null) return answer;
    onWait?.(answer.failure!);
    if (signal.aborted) return answer;
    // Spread, so that a hall full of phones does not ask in one beat.
    await pause(wait * (1 + Math.random() / 2), signal);
    if (signal.aborted) return answer;
  }
}
