import { setTimeout as delay } from 'node:timers/promises';

/** Tries an expectation again and again, for what another loop or process brings about. */
export async function eventually<Result>(attempt: () => Promise<Result>, withinMs = 10_000): Promise<Result> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(50);
    }
  }
}
