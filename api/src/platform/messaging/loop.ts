import { setTimeout as delay } from 'node:timers/promises';
import { gathered } from '../gathering.js';
import type { Log } from '../observability/log.js';
import type { Consumption } from './command-queue.js';
import type { Signals } from './signals.js';

// Signals are hints; this is how late a message can be when its signal was lost or its partition has just changed hands.
const LOOK_AGAIN_MS = 500;
// A database that is away is asked as often as one that is at rest.
const AFTER_FAILURE_MS = 500;

/** Calls `turn` whenever one of the signals sounds, again at once while it reports that there was work, and now and then anyway. */
export function loop(options: { signals: Signals; names: string[]; log: Log; turn: () => Promise<boolean> }): Consumption {
  let stopped = false;
  let signalled = false;
  let wake = () => {};
  const off = options.signals.on(options.names, () => {
    signalled = true;
    wake();
  });
  const idle = async () => {
    if (signalled) return;
    const timer = new AbortController();
    const woken = new Promise<void>((resolve) => (wake = resolve));
    await Promise.race([woken, delay(LOOK_AGAIN_MS, undefined, { ref: false, signal: timer.signal }).catch(() => {})]);
    timer.abort();
  };
  const run = async () => {
    while (!stopped) {
      signalled = false;
      try {
        await gathered();
        if (await options.turn()) continue;
      } catch (error) {
        if (stopped) break;
        options.log.error({ err: error, signals: options.names }, 'messages could not be fetched, trying again');
        await delay(AFTER_FAILURE_MS, undefined, { ref: false });
      }
      if (!stopped) await idle();
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      wake();
      off();
      await running;
    },
  };
}
