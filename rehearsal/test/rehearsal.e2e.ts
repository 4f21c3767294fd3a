import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cohort, cohorts, slowAgainstFast } from '../src/fairness.ts';
import { type GatewayDeath, PROVIDERS } from '../src/gateway-death.ts';
import { isInsignificant } from '../src/score-interval.ts';
import { openOffice, type OwnOffice } from '../src/office.ts';
import { Organiser } from '../src/organiser.ts';
import { Payer } from '../src/payer.ts';
import { type Course, rehearse, type Stage } from '../src/rehearsal.ts';
import { renderReport } from '../src/report/report.ts';
import { type Result, resultOf } from '../src/result.ts';
import type { Scenario } from '../src/scenario.ts';
import { fairnessSales, SUSPECTED, tiny, undisturbed } from './tiny.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'catraca-report-'));
/** An account has one session: whoever rehearses is signed in nowhere else meanwhile. */
const ORGANISER = { email: 'organiser@catraca.example', password: 'catraca-demo' };
/** The demo's theatre: 1,200 seats in four categories, each at full and half price. */
const CASINO = '019aa000-0000-7000-8000-000000000101';
const ADMINISTRATOR = { email: 'administrator@catraca.example', password: 'catraca-demo' };
/** Everything here waits for a whole box office, and for sales whose windows have to go by. */
const MINUTES = 60_000;

const never = new AbortController().signal;
let office: OwnOffice;
let stage: Stage;

beforeAll(async () => {
  const built = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
  expect(built.status).toBe(0);
  office = await openOffice(never);
  stage = { office: office.url, organiser: await Organiser.signIn(office.url, ORGANISER.email, ORGANISER.password), payer: new Payer(office.providers), pid: office.pid, stop: never };
}, 6 * MINUTES);

afterAll(async () => {
  await office?.stop();
  rmSync(folder, { recursive: true, force: true });
  // A database is a thousand files, and some discs are slow to forget them.
}, 5 * MINUTES);

async function play(stage: Stage, scenario: Scenario, seed: string, death: GatewayDeath | null = null): Promise<{ course: Course; result: Result }> {
  const plan = { scenario, seed, pollOrigin: false, like: undefined, death };
  const startedAt = new Date();
  const course = await rehearse(stage, plan, () => {});
  const result = await resultOf(stage, plan, course, stage.payer && ((restSeconds) => office.verify(restSeconds)), startedAt);
  await stage.organiser.end(course.event.id);
  return { course, result };
}

/** Whether slow lines fared as fast ones is left to the sales that are played for it: at 99 % one sale of a hundred differs by chance. */
const broken = ({ verdict }: Result) => verdict.checks.filter(({ holds, rule }) => holds === false && !rule.startsWith('Fans on slow lines'));

test('a small sale with bots, slow lines and every way of behaving ends with a clean verdict', { timeout: 5 * MINUTES }, async () => {
  const { course, result } = await play(stage, tiny(), 'a small sale');
  expect(broken(result)).toEqual([]);
  // Everything was looked at: the books, the invariants, the draw.
  expect(result.verdict.checks.filter(({ holds }) => holds === null)).toEqual([]);
  expect(result.tickets).toBeGreaterThan(80);
  expect(result.fans).toBe(Object.values(result.endings).reduce((sum, count) => sum + count, 0));
  expect(result.bots).toMatchObject({ tabs: { tabs: 20, places: 1 }, devices: { places: 0 }, replayers: { succeeded: 0 }, tamperers: { succeeded: 0 } });
  expect(result.seconds.reduce((sum, { counts }) => sum + counts.bought, 0)).toBe(result.purchases);
  expect(result.latency.purchase?.count).toBeGreaterThan(0);
  // Bots that claimed before the draw, too: whether they were early can only be told of who has a position.
  expect(course.bots.stories.filter(({ admittedMs, position }) => admittedMs !== undefined && position === undefined)).toEqual([]);
  expect(course.bots.stories.filter(({ admittedMs }) => admittedMs !== undefined).length).toBeGreaterThan(4);
  const page = renderReport(result);
  expect(page).toContain('went well');
  // Self-contained: nothing is fetched.
  expect(page).not.toMatch(/(?:src|href)=|url\(|@import|<script/);
});

test('a payment provider that dies in the middle of the sale loses no order and charges nobody twice, and what it took before goes elsewhere meanwhile', { timeout: 5 * MINUTES }, async () => {
  const { result } = await play(stage, undisturbed(), 'a dying gateway', { provider: 'aurora', atSecond: 4, forSeconds: 8 });
  expect(broken(result)).toEqual([]);
  expect(office.providers.map(({ name }) => name)).toEqual(PROVIDERS);
  expect(result.failover).toMatchObject({ provider: 'aurora', afterReturn: expect.any(Number) });
  const page = renderReport(result);
  expect(page).toContain('<b>Aurora</b> <span>died at 4 s');
  // The box office's own metrics tell it: payments went on to the other one, and what its breaker did.
  const last = result.backlog.findLast(({ failovers }) => failovers !== null);
  expect(last?.failovers?.['aurora bonanza']).toBeGreaterThan(0);
  expect(last?.breakers).toMatchObject({ aurora: expect.any(Number), bonanza: expect.any(Number) });
  expect(page).toContain('The failover, by the box office');
});

test('the program rehearses on somebody’s box office as one of their events is sold, with an organiser’s token, and ends what it began', { timeout: 5 * MINUTES }, async () => {
  const token = await tokenOf(ADMINISTRATOR);
  // On somebody's box office its simulated providers pay PIX codes by themselves.
  for (const name of office.providers.map(({ name }) => name)) await stage.payer!.control(name, 'PUT', 'settings', { pixPaidAfterSeconds: 1 });
  const program = begin(token, '--seed', 'by its token', '--like', CASINO);
  const code = await program.ended;
  const said = program.said();
  const result = reported();
  expect(broken(result).filter(({ group }) => group !== 'thresholds'), said).toEqual([]);
  expect(code).toBe(result.verdict.holds ? 0 : 1);
  expect(result.event.capacity).toBe(1_200);
  expect(result.statuses['map 200']).toBeGreaterThan(0);
  expect(said).toContain('report.html');
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
  expect(said).not.toContain(token);
  expect(await stateOf(result.event.id)).toBe('closed');
});

test('told to stop in the middle, the program reports what it saw until then and ends its event', { timeout: 2 * MINUTES }, async () => {
  const program = begin(await tokenOf(ADMINISTRATOR), '--like', CASINO);
  await until(() => /[1-9]\d* in all/.test(program.said()));
  program.child.kill('SIGINT');
  expect(await program.ended, program.said()).toBe(2);
  const { failure, purchases, verdict, event } = reported();
  expect({ failure, holds: verdict.holds }).toEqual({ failure: 'it was stopped', holds: false });
  expect(purchases).toBeGreaterThan(0);
  expect(await stateOf(event.id)).toBe('closed');
});

test('whose token is taken away in the middle is told what was seen, and how to end the event that could not be ended', { timeout: 3 * MINUTES }, async () => {
  const program = begin(await tokenOf(ADMINISTRATOR), '--like', CASINO);
  await until(() => /[1-9]\d* in all/.test(program.said()));
  // An account has one session.
  const newToken = await tokenOf(ADMINISTRATOR);
  expect(await program.ended, program.said()).toBe(2);
  const { failure, purchases, event } = reported();
  expect(failure).toContain('401');
  expect(purchases).toBeGreaterThan(0);
  expect(await stateOf(event.id)).not.toBe('closed');
  expect(program.said()).toContain(`--end ${event.id}`);
  expect(await begin(newToken, '--end', event.id).ended).toBe(0);
  expect(await stateOf(event.id)).toBe('closed');
});

test('an administrator’s token says not in whose name, so that is asked before anything is made', { timeout: MINUTES }, async () => {
  const token = await tokenOf(ADMINISTRATOR);
  const made = await fetch(new URL('/api/v1/organisers', office.url), { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Another house' }) });
  expect(made.status).toBe(201);
  const program = begin(token);
  expect(await program.ended).toBe(2);
  expect(program.said()).toContain('--organiser');
  expect(program.said()).toContain('Another house');
});

test('a box office that cannot be rehearsed on is a sentence and status 2', { timeout: MINUTES }, () => {
  const run = (...args: string[]) => spawnSync(process.execPath, [join(root, 'rehearsal/src/main.ts'), ...args], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
  const refused = run('--url', office.url.origin, '--token', 'nobody', '--out', folder);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('401');
  expect(refused.stderr).not.toMatch(/^\s+at /m);
  expect(run('--preset', 'opera').status).toBe(2);
});

test('over seeded sales, fans with 2 s round trips at 50 kbit/s are admitted and buy as often as those on fibre', { timeout: 10 * MINUTES }, async () => {
  const pool = await fairnessOf('');
  const { admitted, bought } = slowAgainstFast(pool);
  expect(admitted.slow).toBeGreaterThan(120);
  // Some got in and some did not, else there would be nothing to compare.
  expect(admitted.fastShare).toBeGreaterThan(0.1);
  expect(admitted.fastShare).toBeLessThan(0.95);
  if ([admitted, bought].every(isInsignificant)) return;
  console.log(`suspected, and played again: ${JSON.stringify({ admitted, bought })}`);
  for (let look = 2; look <= SUSPECTED.looks; look += 1) pool.push(...(await fairnessOf(` ${look}`)));
  const sure = slowAgainstFast(pool, SUSPECTED.z);
  expect(isInsignificant(sure.admitted), JSON.stringify(sure.admitted)).toBe(true);
  expect(isInsignificant(sure.bought), JSON.stringify(sure.bought)).toBe(true);
});

/** All of the sales at the same time, so the books, which hold all of them, are left out. */
async function fairnessOf(look: string): Promise<Cohort[]> {
  const sales = await Promise.all(fairnessSales.map(({ seed, scenario }) => play({ ...stage, payer: null }, scenario, `${seed}${look}`)));
  expect(sales.flatMap(({ result }) => broken(result))).toEqual([]);
  return sales.flatMap(({ course }) => cohorts(course.stories, course.board.drawSize, course.board.calledLast(0)));
}

/** The program on our box office as on anybody's: a sale of seconds. */
function begin(token: string, ...more: string[]) {
  const args = ['--preset', 'smoke', '--rate', '10', '--minutes', '0.1', '--url', office.url.origin, '--out', folder, ...more];
  const child = spawn(process.execPath, [join(root, 'rehearsal/src/main.ts'), ...args], { env: { ...process.env, NODE_OPTIONS: '', REHEARSAL_TOKEN: token }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (said += part));
  return { child, said: () => said, ended: once(child, 'close').then(([code]) => code as number | null) };
}

const reported = (): Result => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Result;

async function stateOf(eventId: string): Promise<string> {
  return ((await (await fetch(new URL(`/api/v1/events/${eventId}`, office.url))).json()) as { state: string }).state;
}

/** The timeout of its test is its limit. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(100);
}

async function tokenOf(account: object): Promise<string> {
  const answer = await fetch(new URL('/api/v1/auth/sign-in?transport=token', office.url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(account) });
  return ((await answer.json()) as { token: string }).token;
}
