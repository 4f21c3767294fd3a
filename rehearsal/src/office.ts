import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { CannotRehearse } from './cannot-rehearse.ts';

const root = join(import.meta.dirname, '..', '..');

/** Beyond this `npm start` has given up by itself, whatever the machine. */
const READY_MS_MAX = 300_000;
const STOP_MS_MAX = 60_000;
const VERIFY_MS_MAX = 300_000;
/** What `npm start` prints last, when everything runs. */
const OPEN = 'Ctrl-C stops everything';

export interface OwnOffice {
  url: URL;
  /** The process of `npm start`; everything else descends from it. */
  pid: number;
  providers: { name: string; url: string }[];
  /** What `npm run verify` says of it; null leaves out what its usual rest leaves out. */
  verify(restSeconds: number | null): Promise<{ holds: boolean; said: string }>;
  stop(): Promise<void>;
}

/** Starts a whole box office of our own, as `npm start` would: its own PostgreSQL, the simulated providers, a demo's secrets, an empty folder. */
export async function openOffice(stop: AbortSignal): Promise<OwnOffice> {
  const place = mkdtempSync(join(tmpdir(), 'catraca-rehearsal-'));
  // PostgreSQL runs as another user when we are root, and must be able to enter.
  chmodSync(place, 0o711);
  const home = join(place, 'home');
  const port = await freePort();
  const { DATABASE_URL: _, GATEWAYS: __, SIGNING_KEYS: ___, ...inherited } = process.env;
  const env = {
    ...inherited,
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://localhost:${port}`,
    CATRACA_HOME: home,
    CATRACA_MODE: 'demo',
    NODE_ENV: 'production',
    // A line for each request would be measured too.
    LOG_LEVEL: 'warn',
    // All fans come from one address here.
    JOINS_PER_ADDRESS_PER_MINUTE: '1000000',
  };
  const child = spawn(process.execPath, [join(root, 'api/dist/launch/start.js')], {
    cwd: root, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C is for us: we look at it once more before we end it. It ends by itself when we are gone, because the channel closes.
    detached: true,
  });
  const said = listen(child);
  try {
    await untilOpen(child, said, stop);
  } catch (error) {
    await end(child);
    rmSync(place, { recursive: true, force: true });
    throw error;
  }
  const { simulators } = JSON.parse(readFileSync(join(home, 'demo-secrets.json'), 'utf8')) as { simulators: { name: string; port: number }[] };
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    pid: child.pid as number,
    providers: simulators.map(({ name, port: at }) => ({ name, url: `http://127.0.0.1:${at}` })),
    verify: (restSeconds) => verify(env, restSeconds),
    stop: async () => {
      await end(child);
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function listen(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part: string) => (text += part));
  return () => text;
}

async function untilOpen(child: ChildProcess, said: () => string, stop: AbortSignal): Promise<void> {
  const deadline = performance.now() + READY_MS_MAX;
  while (!said().includes(OPEN)) {
    if (stop.aborted) throw new CannotRehearse('It was stopped before it began.');
    if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline) throw new CannotRehearse(`The box office did not start.${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  await once(child, 'exit');
  clearTimeout(timer);
}

/** The same program that an operator runs, on the database while it is still up. */
async function verify(env: NodeJS.ProcessEnv, restSeconds: number | null): Promise<{ holds: boolean; said: string }> {
  const rest = restSeconds === null ? [] : ['--rest-seconds', String(restSeconds)];
  const child = spawn(process.execPath, [join(root, 'api/dist/verify/main.js'), ...rest], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: VERIFY_MS_MAX });
  const said = listen(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { holds: code === 0, said: said().trim() };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
