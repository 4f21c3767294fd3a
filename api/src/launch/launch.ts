import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { refuseUnusableDatabase, startHomeDatabase } from './database.js';
import { demoEvents } from './demo-offer.js';
import { demoSecrets, saveDemoSecrets } from './demo-secrets.js';
import { freePort } from './free-port.js';
import { openHome, type Home } from './home.js';
import { LaunchRefused } from './launch-refused.js';
import { aborted, startProgram, type Program } from './program.js';
import { refuseTakenPort } from './taken-port.js';
import type { LaunchSettings } from './settings.js';
import { gatewaySettings, startSimulator } from './simulators.js';
import { describe, type DemoAccount } from './summary.js';
import { startWeb } from './web.js';

/** The first start makes the schema and lays out 160,000 places of the demo; on a slow disk that takes its time. */
const API_READY_SECONDS_MAX = 180;
/** A small program, on a machine that starts everything else at the same time. */
const SIMULATOR_READY_SECONDS_MAX = 30;
// What a batch leaves behind is garbage before the next one; with V8's 16 MB it is copied about, a seventh of a busy sale's time.
const YOUNG_GENERATION = '--max-semi-space-size=64';

type Environment = Record<string, string | undefined>;

/** What runs, in the order it was started; it is stopped the other way round. */
type Parts = Pick<Program, 'stop'>[];

/** Starts every part, waits until told to stop or until a part ends by itself, then stops them all. */
export async function launch(root: string, settings: LaunchSettings, stopping: AbortSignal): Promise<void> {
  const home = openHome(settings.home, settings.fresh);
  const parts: Parts = [];
  try {
    await refuseTakenPort(settings.port, settings.host, home.abandoned);
    mkdirSync(home.path('log'), { recursive: true, mode: 0o700 });
    const { loss, accounts } = await startParts(root, settings, home, parts, stopping);
    console.log(describe(settings, settings.demo ? { accounts, events: await demoEvents(`http://127.0.0.1:${settings.port}`) } : undefined));
    const lost = await Promise.race([aborted(stopping), loss]);
    if (lost !== undefined) throw new LaunchRefused(lost);
  } catch (error) {
    // Whoever stops us while we start is not interested in what did not start.
    if (!stopping.aborted) throw error;
  } finally {
    if (stopping.aborted) console.log('\nStopping …');
    for (const part of parts.toReversed()) await part.stop();
    home.release();
    if (stopping.aborted) console.log(`Stopped. The data stays in ${settings.home}.`);
  }
}

/** `loss` resolves with the reason when a part has ended without which nothing can be sold. */
async function startParts(
  root: string,
  settings: LaunchSettings,
  home: Home,
  parts: Parts,
  stopping: AbortSignal,
): Promise<{ loss: Promise<string>; accounts: DemoAccount[] }> {
  const env: Environment = {
    PORT: String(settings.port),
    CATRACA_HOME: settings.home,
    CATRACA_MODE: settings.demo ? 'demo' : 'live',
    // Reading a hundred modules is most of a second start; what Node made of them is kept.
    NODE_COMPILE_CACHE: home.path('compiled'),
  };
  const webPort = await freePort();
  env['WEB_URL'] = process.env['WEB_URL'] || `http://127.0.0.1:${webPort}`;
  if (settings.watch) env['WEB_DEVELOPMENT'] = 'on';
  const vital: Promise<string>[] = [];
  if (settings.databaseUrl === undefined) {
    const { server, url } = await startHomeDatabase(home);
    parts.push(server);
    if (server.elsewhere !== undefined) console.log(`PostgreSQL's user cannot enter ${settings.home}, so the database lies in ${server.elsewhere}.`);
    vital.push(server.ended.then(() => `PostgreSQL ended by itself; its log is ${home.path('postgres.log')}.`));
    env['DATABASE_URL'] = url;
  } else {
    await refuseUnusableDatabase(settings.databaseUrl);
  }
  stopping.throwIfAborted();

  const simulators = settings.demo ? await startDemo(root, settings, home, env) : [];
  parts.push(...simulators);
  if (settings.watch) parts.push(startCompiler(root));
  const api = startProgram({
    name: 'The API',
    args: ['--enable-source-maps', YOUNG_GENERATION, ...(settings.watch ? ['--watch', '--watch-preserve-output'] : []), join(root, 'api/dist/main.js')],
    cwd: join(root, 'api'),
    env,
    // Whoever develops wants to see it; whoever sells tickets, a quiet terminal.
    ...(settings.watch ? {} : { logFile: home.path('log/api.log') }),
  });
  parts.push(api);
  vital.push(api.ended.then((how) => `The API ${how}.${api.lastWords()}`));

  await Promise.all(simulators.map((simulator) => simulator.untilReady(SIMULATOR_READY_SECONDS_MAX, stopping)));
  const { accounts = [] } = await api.untilReady(API_READY_SECONDS_MAX, stopping);
  if (!process.env['WEB_URL']) parts.push(await openWeb(root, settings, home, webPort, stopping));
  for (const simulator of simulators) void simulator.ended.then((how) => stopping.aborted || console.log(simulatorEnded(simulator.name, how)));
  return { loss: Promise.race(vital), accounts };
}

/** The pages come after the API, which they ask; a sale without them is still a sale. */
async function openWeb(root: string, { port, watch }: LaunchSettings, home: Home, webPort: number, stopping: AbortSignal): Promise<Pick<Program, 'stop'>> {
  const logFile = watch ? {} : { logFile: home.path('log/web.log') };
  const web = startWeb({ root, port: webPort, apiUrl: `http://127.0.0.1:${port}`, publicUrl: process.env['PUBLIC_URL'] || `http://localhost:${port}`, development: watch, ...logFile });
  const first = await web.untilReady(stopping);
  if (!first.ready && !stopping.aborted) console.log(`${first.why}\nThe pages are away until it does; the API sells.`);
  return web;
}

/** The demo's own secrets and payment providers, unless the environment names some. */
async function startDemo(root: string, settings: LaunchSettings, home: Home, env: Environment): Promise<Program[]> {
  const file = home.path('demo-secrets.json');
  const secrets = demoSecrets(file);
  env['SIGNING_KEYS'] = process.env['SIGNING_KEYS'] || secrets.signingKeys;
  if (process.env['GATEWAYS']) return [];

  // One after the other: two that choose at once could choose the same port.
  for (const simulator of secrets.simulators) simulator.port = await freePort(simulator.port);
  saveDemoSecrets(file, secrets);
  env['GATEWAYS'] = JSON.stringify(gatewaySettings(secrets.simulators));
  const apiUrl = `http://127.0.0.1:${settings.port}`;
  return secrets.simulators.map((simulator) => startSimulator(root, simulator, apiUrl, home.path(`log/${simulator.name}.log`)));
}

/** Compiles whatever changes; Node then restarts the API by itself. */
function startCompiler(root: string): Program {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  return startProgram({
    name: 'The compiler',
    args: [compiler, '-p', 'api/tsconfig.build.json', '--watch', '--preserveWatchOutput'],
    cwd: root,
    env: {},
  });
}

function simulatorEnded(name: string, how: string): string {
  return `${name} ${how}. Payments go to the others; start again to have all.`;
}
