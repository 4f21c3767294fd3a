import { CannotRehearse } from './cannot-rehearse.ts';

/** In which a report is written and the event ended; who has died or hangs does not keep us longer. */
const HURRY_MS_MAX = 150_000;
/** The same key press on two ways arrives within milliseconds; nobody presses twice on purpose that fast. */
const SAME_WISH_MS = 1_000;

/**
 * Ctrl-C, a closed terminal or the end of whoever started us end the rehearsal: nobody begins anything new, what was seen is reported, the throw-away event
 * ended. Who says it a second time does not want to wait for that.
 */
export function whenTold(say: (text: string) => void, status: number): AbortSignal {
  const stop = new AbortController();
  let toldAtMs = 0;
  const told = (signal?: NodeJS.Signals): void => {
    // Terminals tell us and the bootstrap, which passes it on; a bootstrap whose parent is gone says so again and again.
    const again = signal === 'SIGINT' && performance.now() - toldAtMs > SAME_WISH_MS;
    if (stop.signal.aborted) return again ? process.exit(status) : undefined;
    toldAtMs = performance.now();
    say('Stopping: the event is ended and what was seen is written. Once more stops at once.');
    stop.abort(new CannotRehearse('It was stopped before anybody came.'));
    setTimeout(() => process.exit(status), HURRY_MS_MAX).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, told);
  process.once('disconnect', () => told());
  return stop.signal;
}
