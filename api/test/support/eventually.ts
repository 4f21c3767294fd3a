import { setTimeout as delay } from 'node:timers/promises';

// On a busy machine a second of work takes many; only a test that fails ever waits so long.
const PATIENCE_MS = 120_000;
const TRY_AGAIN_MS = 30;

/** Tries an expectation again and again, for what another loop or process brings about. @throws what the last try threw, after two minutes */
export async function eventually<Result>(attempt: () => Result | Promise<Result>): Promise<Result> {
  for (const deadline = performance.now() + PATIENCE_MS; ; await delay(TRY_AGAIN_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
  }
}

/** Looks again and again until there is something: a row, a message, or `true`. @throws naming `what` never came, after two minutes */
export function until<Found>(look: () => Found | Promise<Found>, what = String(look)): Promise<Exclude<Found, false | null | undefined>> {
  return eventually(async () => {
    const found = await look();
    if (!found) throw new Error(`waited in vain for ${what}`);
    return found as Exclude<Found, false | null | undefined>;
  });
}
