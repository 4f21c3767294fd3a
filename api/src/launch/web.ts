import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { startProgram, type Program } from './program.js';

/** The first page is made within seconds of the start; a development server compiles first. */
const READY_SECONDS_MAX = 90;
/** A process that ends again and again is tried for ever, but not in a hurry. */
const PAUSE_MS = { first: 500, max: 30_000 };
/** One that ran this long was well; its next pause begins anew. */
const WELL_MS = 60_000;

export interface WebOptions {
  root: string;
  port: number;
  /** Where the API is, for the web process. */
  apiUrl: string;
  /** Where people reach the box office; what is shared begins with it. */
  publicUrl: string;
  development: boolean;
  logFile?: string;
}

/** The process that makes the pages. Its end is not the sale's: it is started again, and meanwhile the API says that the pages are away. */
export interface Web {
  /** Whether it answers; false when it does not within reason, with its last words. */
  untilReady(stopping: AbortSignal): Promise<{ ready: true } | { ready: false; why: string }>;
  stop(): Promise<void>;
}

export function startWeb({ root, port, apiUrl, publicUrl, development, logFile }: WebOptions): Web {
  const ending = new AbortController();
  const start = (): Program =>
    startProgram({
      name: 'The web process',
      args: [join(root, 'web/server.ts'), ...(development ? ['--dev'] : [])],
      cwd: join(root, 'web'),
      env: { API_URL: apiUrl, PUBLIC_URL: publicUrl, PORT: String(port), HOST: '127.0.0.1', NODE_ENV: development ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' },
      ...(logFile !== undefined && { logFile }),
    });
  let program = start();
  const kept = keepAlive();

  async function keepAlive(): Promise<void> {
    for (let pauseMs = PAUSE_MS.first; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS.max)) {
      const startedAt = performance.now();
      const how = await program.ended;
      if (ending.signal.aborted) return;
      console.log(`The web process ${how}; it is started again, and the sale goes on.`);
      if (performance.now() - startedAt > WELL_MS) pauseMs = PAUSE_MS.first;
      await delay(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return;
      program = start();
    }
  }

  return {
    untilReady: (stopping) =>
      program.untilReady(READY_SECONDS_MAX, stopping).then(
        () => ({ ready: true }) as const,
        (error: Error) => ({ ready: false, why: error.message }) as const,
      ),
    stop: async () => {
      ending.abort();
      await program.stop();
      await kept;
    },
  };
}
