import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cohort, cohorts, slowAgainstFast } from '../src/fairness.ts';
import type { GatewayDeath } from '../src/gateway-death.ts';
import { isInsignificant } from '../src/mantel-haenszel.ts';
import { openOffice, type OwnOffice } from '../src/office.ts';
import { Organiser } from '../src/organiser.ts';
import { Payer } from '../src/payer.ts';
import { type Course, rehearse, type Stage } from '../src/rehearsal.ts';
import { renderReport } from '../src/report/report.ts';
import { type Result, resultOf } from '../src/result.ts';
import type { Scenario } from '../src/scenario.ts';
import { slowAndFast, tiny, undisturbed } from './tiny.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'catraca-report-'));
/** An account has one session: whoever rehearses is signed in nowhere else meanwhile. */
const ORGANISER = { email: 'organiser@catraca.example', password: 'catraca-demo' };
/** The demo's theatre: 1,200 seats in four categories, each at full and half price. */
const CASINO = '019aa000-0000-7000-8000-000000000101';
const ADMINISTRATOR = { email: 'administrator@catraca.example', password: 'catraca-demo' };
/** Everything here waits for a whole box office, and for sales whose windows have to go by. */
const MINUTES = 60_000;

let office: OwnOffice;
let stage: Stage;

beforeAll(async () => {
  const built = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
  expect(built.status).toBe(0);
  office = await openOffice();
  stage = { office: office.url, organiser: await Organiser.signIn(office.url, ORGANISER.email, ORGANISER.password), payer: new Payer(office.providers), pid: office.pid };
}, 6 * MINUTES);

afterAll(async () => {
  await office?.stop();
  rmSync(folder, { recursive: true, force: true });
}, MINUTES);

async function play(stage: Stage, scenario: Scenario, seed: string, death: GatewayDeath | null = null): Promise<{ course: Course; result: Result }> {
  const plan = { scenario, seed, pollOrigin: false, like: undefined, death };
  const startedAt = new Date();
  const course = await rehearse(stage, plan, () => {});
  const result = await resultOf(stage, plan, course, stage.payer && (() => office.verify()), startedAt);
  await stage.organiser.end(course.event.id);
  return { course, result };
}

const broken = ({ verdict }: Result) => verdict.checks.filter(({ holds }) => holds === false);

test('a small sale with bots, slow lines and every way of behaving ends with a clean verdict', { timeout: 5 * MINUTES }, async () => {
  const { result } = await play(stage, tiny(), 'a small sale');
  expect(broken(result)).toEqual([]);
  // Everything was looked at: the books, the invariants, the draw.
  expect(result.verdict.checks.filter(({ holds }) => holds === null)).toEqual([]);
  expect(result.tickets).toBeGreaterThan(80);
  expect(result.fans).toBe(Object.values(result.endings).reduce((sum, count) => sum + count, 0));
  expect(result.bots).toMatchObject({ tabs: { tabs: 20, places: 1 }, devices: { places: 0 }, replayers: { succeeded: 0 }, tamperers: { succeeded: 0 } });
  expect(result.seconds.reduce((sum, { counts }) => sum + counts.bought, 0)).toBe(result.purchases);
  expect(result.latency.purchase?.count).toBeGreaterThan(0);
  const page = renderReport(result);
  expect(page).toContain('went well');
  // Self-contained: nothing is fetched.
  expect(page).not.toMatch(/(?:src|href)=|url\(|@import|<script/);
});

test('a payment provider that dies in the middle of the sale loses no order and charges nobody twice, and what it took before goes elsewhere meanwhile', { timeout: 5 * MINUTES }, async () => {
  const { result } = await play(stage, undisturbed(), 'a dying gateway', { provider: 'aurora', atSecond: 4, forSeconds: 8 });
  expect(broken(result)).toEqual([]);
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
  const args = ['--preset', 'smoke', '--rate', '10', '--minutes', '0.1', '--seed', 'by its token', '--url', office.url.origin, '--like', CASINO, '--out', folder];
  const child = spawn(process.execPath, [join(root, 'rehearsal/src/main.ts'), ...args], { env: { ...process.env, NODE_OPTIONS: '', REHEARSAL_TOKEN: token }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (said += part));
  const [code] = (await once(child, 'close')) as [number];
  const result = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Result;
  expect(broken(result).filter(({ group }) => group !== 'thresholds'), said).toEqual([]);
  expect(code).toBe(result.verdict.holds ? 0 : 1);
  expect(result.event.capacity).toBe(1_200);
  expect(result.statuses['map 200']).toBeGreaterThan(0);
  expect(said).toContain('report.html');
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
  expect(said).not.toContain(token);
  expect(await (await fetch(new URL(`/api/v1/events/${result.event.id}`, office.url))).json()).toMatchObject({ state: 'closed' });
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
  // All at the same time, so the books, which hold all of them, are left out.
  const sales = await Promise.all(['one', 'two', 'three', 'four'].map((seed) => play({ ...stage, payer: null }, slowAndFast(), seed)));
  expect(sales.flatMap(({ result }) => broken(result))).toEqual([]);
  const pool: Cohort[] = sales.flatMap(({ course }) => cohorts(course.stories, course.board.drawSize, course.board.calledLast(0)));
  const { admitted, bought } = slowAgainstFast(pool);
  expect(admitted.slow).toBeGreaterThan(100);
  // Some got in and some did not, else there would be nothing to compare.
  expect(admitted.fastShare).toBeGreaterThan(0.1);
  expect(admitted.fastShare).toBeLessThan(0.9);
  expect(isInsignificant(admitted), JSON.stringify(admitted)).toBe(true);
  expect(isInsignificant(bought), JSON.stringify(bought)).toBe(true);
});

async function tokenOf(account: object): Promise<string> {
  const answer = await fetch(new URL('/api/v1/auth/sign-in?transport=token', office.url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(account) });
  return ((await answer.json()) as { token: string }).token;
}
