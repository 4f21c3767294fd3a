import type { Admitted, lineOf } from '#box-office/line.ts';
import { isPassing, type Outcome } from '#box-office/problem.ts';
import { nextTryMs } from '../polling.ts';

/** Claims a turn, again and again while the box office is busy or out of reach: the owner's repeat gives the same admission. `waiting` is told before each further try. */
export async function claimPatiently(line: ReturnType<typeof lineOf>, lineToken: string, waiting: () => void): Promise<Outcome<Admitted>> {
  for (let tries = 0; ; tries++) {
    const answer = await line.claim(lineToken);
    const { failure } = answer;
    const ms = failure && isPassing(failure) ? nextTryMs(tries, failure.retryAfterMs ?? null, Math.random()) : null;
    if (ms === null) return answer;
    waiting();
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
