import type { APIResponse } from 'playwright-core';

// The demo's 160,000 places on a machine that does other things too; less than a test has, so that a failing one says what never came.
const LAID_OUT_MS_MAX = 120_000;
const AGAIN_MS = 500;

/** Asks for places until they are laid out: a house is open before the demo's are, and a show is on sale before its own. Whatever else is answered is the answer. */
export async function onceLaidOut(ask: () => Promise<APIResponse>): Promise<APIResponse> {
  for (const until = Date.now() + LAID_OUT_MS_MAX; ; ) {
    const answer = await ask();
    if (answer.status() !== 503 || Date.now() > until || ((await answer.json()) as { code?: unknown }).code !== 'inventory.not_ready') return answer;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
