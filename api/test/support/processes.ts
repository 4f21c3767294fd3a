import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { atEnd } from './at-end.js';
import type { ServiceName } from '#platform';
import { freePort } from '../../src/launch/free-port.js';
import { guardOrphan } from '../../src/launch/orphan-guard.js';
import { TestSimulator } from './simulators.js';
import type { TestDatabase } from './test-database.js';
import { testEnvironment } from './test-house.js';

const root = join(import.meta.dirname, '..', '..', '..');
const READY_MS_MAX = 180_000;
// Between our look at a port and the process's own, another program may have taken it.
const STARTS_MAX = 3;
const LOG_LINES_KEPT = 400;

/** Compiles the API unless `dist` is up to date: processes are what operators run, not the sources. */
export function ensureBuilt(): void {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '' } });
  if (status !== 0) throw new Error('The API could not be built.');
}

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One operating system process of the box office: `dist/main.js` with an environment of its own. */
export class HouseProcess {
  readonly ended: Promise<Ending>;
  readonly log: string[] = [];

  private constructor(
    readonly service: ServiceName,
    readonly url: string,
    private readonly child: ChildProcess,
  ) {
    this.ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => this.keep(text));
  }

  /** `preload` is loaded before the box office, to upset its machine. */
  static async start(service: ServiceName, environment: Record<string, string>, { preload = '', readyMsMax = READY_MS_MAX } = {}): Promise<HouseProcess> {
    const env = { PATH: process.env['PATH'], ...environment, SERVICE: service, NODE_OPTIONS: '' };
    const child = fork(join(root, 'api', 'dist', 'main.js'), { env, execArgv: ['--enable-source-maps', ...(preload === '' ? [] : ['--import', pathToFileURL(preload).href])], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    // Whoever kills the tests should not leave a box office behind.
    guardOrphan(child, 'TERM');
    const running = new HouseProcess(service, `http://127.0.0.1:${environment['PORT']}`, child);
    atEnd(() => running.kill());
    const ready = new Promise<true>((resolve) => child.on('message', (message) => (message as { type?: string }).type === 'ready' && resolve(true)));
    const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), readyMsMax).unref());
    if ((await Promise.race([ready, late, running.ended])) !== true) {
      await running.kill();
      throw new Error(`The process "${service}" did not start: ${running.log.join('\n')}`);
    }
    return running;
  }

  get pid(): number {
    return this.child.pid as number;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** To whoever listens in a preload. */
  tell(message: object): void {
    if (this.child.connected) this.child.send(message, () => {});
  }

  /** As the kernel does it when memory is short: nothing is finished. */
  kill(): Promise<Ending> {
    return this.end('SIGKILL');
  }

  /** As an operator or an orchestrator does it. */
  stop(): Promise<Ending> {
    return this.end('SIGTERM');
  }

  private end(signal: NodeJS.Signals): Promise<Ending> {
    if (this.alive) this.child.kill(signal);
    return this.ended;
  }

  private keep(text: string): void {
    this.log.push(...text.split('\n').filter((line) => line !== ''));
    this.log.splice(0, Math.max(0, this.log.length - LOG_LINES_KEPT));
  }
}

/** What every process of one box office has in common: the database, the folder, the keys, the two simulated providers. */
export class Office {
  /** Those that a load balancer sends people to, as long as they are alive. */
  readonly open = new Set<HouseProcess>();
  private readonly started: HouseProcess[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly simulators: readonly [TestSimulator, TestSimulator],
    private readonly environment: Record<string, string>,
  ) {}

  static async open(database: TestDatabase): Promise<Office> {
    ensureBuilt();
    const home = mkdtempSync(join(tmpdir(), 'catraca-processes-'));
    atEnd(() => rmSync(home, { recursive: true, force: true }));
    const simulators = await Promise.all([TestSimulator.start('aurora'), TestSimulator.start('bonanza')]);
    const gateways = JSON.stringify(simulators.map(({ config }) => config));
    return new Office(database, simulators, { ...testEnvironment(database, home), LOG_LEVEL: 'warn', GATEWAYS: gateways, JOINS_PER_ADDRESS_PER_MINUTE: '1000000' });
  }

  /** `port` to start where another process has been. */
  async start(service: ServiceName = 'all', environment: Record<string, string> = {}, port?: number): Promise<HouseProcess> {
    for (let starts = 1; ; starts += 1) {
      try {
        const process = await HouseProcess.start(service, { ...this.environment, ...environment, PORT: String(await freePort(port)) });
        this.started.push(process);
        this.open.add(process);
        return process;
      } catch (error) {
        if (starts === STARTS_MAX || !String(error).includes('EADDRINUSE')) throw error;
      }
    }
  }

  readonly urls = (): string[] => [...this.open].filter(({ alive }) => alive).map(({ url }) => url);

  /** Ends whatever still runs, for a test that has an office of its own. */
  async close(): Promise<void> {
    await Promise.all(this.started.map((process) => process.kill()));
    for (const simulator of this.simulators) simulator.stop();
  }

  /** The providers' webhooks go there from now on. */
  async announceTo(process: HouseProcess): Promise<void> {
    await Promise.all(this.simulators.map((simulator) => simulator.announceTo(process.url)));
  }
}
