import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { machinesFor } from './capacity/capacity.ts';
import { readCosts, readRehearsed } from './capacity/costs.ts';
import { measureCosts } from './costs.ts';
import { fillUpTo } from './fill/fill.ts';
import { planFor } from './fill/plan.ts';
import { promised } from './overload/board.ts';
import { checksOf as overloadChecks, measureOverload } from './overload/overload.ts';
import { checksOf, measurePayments } from './payments.ts';
import { openEdge } from './measures/edge.ts';
import { Joins } from './measures/joins.ts';
import { Purchases } from './measures/purchases.ts';
import { ledgerRush } from './measures/ledger-rush.ts';
import { rivalry } from './measures/rivals.ts';
import { bareServerLike, poll, pollBare } from './measures/serving.ts';
import { Transfers } from './measures/transfers.ts';
import { parseTps, prepareTpcb } from './measures/tpcb.ts';
import { waiting } from './measures/waiting.ts';
import { type BoxOffice, openBoxOffice } from './office/box-office.ts';
import { Database } from './office/database.ts';
import { Organiser } from './office/organiser.ts';
import { usageOf } from './office/processes.ts';
import { quiet } from './office/quiet.ts';

const root = join(import.meta.dirname, '..', '..');
const shortly = { concurrency: 2, rampSeconds: 0.1, seconds: 0.1 };

let office: BoxOffice;
let organiser: Organiser;

beforeAll(async () => {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
  expect(status).toBe(0);
  office = await openBoxOffice();
  organiser = await Organiser.signIn(office);
}, 600_000);

afterAll(async () => {
  await office?.stop();
}, 180_000);

test('every purchase that was counted is an order with its tickets', async () => {
  const purchases = await Purchases.prepare(office, organiser);
  const { all } = await purchases.exactly(24, 6);
  expect(all).toEqual({ confirmed: 24 });
  expect(await purchases.sold()).toEqual({ orders: 24, tickets: 48, sold: 48 });
}, 120_000);

test('every transfer that was counted took a cent from a balance', async () => {
  const transfers = await Transfers.prepare(office);
  expect((await transfers.exactly(60)).transfers).toBe(60);
  expect(await transfers.books()).toEqual({ paid: 60, received: 60 });
}, 120_000);

test('the ledger alone makes as many transfers as its books have', async () => {
  const { made, received } = await ledgerRush(office, { clients: 4, seconds: 0.2 });
  expect(made).toBeGreaterThan(0);
  expect(received).toBe(made);
}, 120_000);

test('payments are asked for at a rate, and all are captured once though a gateway hangs', async () => {
  const measured = await measurePayments(office, { rate: 10, seconds: 2, rampSeconds: 0.5 }, () => undefined);
  // Rates and tails are what a benchmark says, not a test.
  expect(checksOf(measured, 10).filter(({ what, holds }) => !holds && /captured|twice/.test(what))).toEqual([]);
  expect(measured.hung.captured).toBe(25);
  expect(measured.hung.attempts[`${measured.hanging} captured`] ?? 0).toBeLessThan(25);
}, 240_000);

test('every join that was counted is an entry of its own', async () => {
  const joins = await Joins.prepare(office, organiser);
  const { all } = await joins.exactly(40, 8);
  expect(all).toEqual({ 201: 40 });
  expect(await joins.entries()).toBe(40);
}, 120_000);

test('of many who want the same few seats exactly so many get one, and the others are told that it is taken', async () => {
  const rivals = await rivalry(office, organiser, { buyers: 50, seats: 5 });
  expect(rivals).toMatchObject({ winners: 5, held: 5, unclear: 0 });
  expect(rivals.all['inventory.seat_taken']).toBeGreaterThan(45);
  // All seats are gone before the last of the others is told so.
  expect(rivals.holdsPerSecond).toBeGreaterThan(5 / rivals.seconds);
}, 120_000);

test('the bare server answers the bytes of the serving number', async () => {
  const { event } = await Joins.prepare(office, organiser);
  const bare = await bareServerLike(office, event.id);
  try {
    const path = `/api/v1/events/${event.id}/serving`;
    const [ours, theirs] = await Promise.all([office.port, bare.port].map(async (port) => (await fetch(`http://127.0.0.1:${port}${path}`)).text()));
    expect(JSON.parse(theirs!)).toMatchObject({ state: 'open', serving: expect.any(Number) });
    expect(Object.keys(JSON.parse(theirs!))).toEqual(Object.keys(JSON.parse(ours!)));
    const polled = await poll(office, event.id, shortly);
    expect(Object.keys(polled.all)).toEqual(['200']);
    const bared = await pollBare(bare, shortly);
    expect(Object.keys(bared.all)).toEqual(['200']);
    // Only Linux tells.
    if (usageOf(office.pid)) expect(bared.cpuMs).toBeGreaterThanOrEqual(0);
  } finally {
    await bare.stop();
  }
}, 120_000);

test('a whole line is drawn and called, and behind a cache the origin is hardly asked', async () => {
  const edge = await openEdge(office.port);
  try {
    const line = await waiting(office, organiser, edge, { fans: 40, concurrency: 8, rampSeconds: 0.1, seconds: 0.5 }, () => undefined);
    expect(line).toMatchObject({ fans: 40, entries: 40, serving: 40, expectedServing: 40 });
    expect(line.databaseBytes).toBeGreaterThan(0);
    // Where no nginx is installed nothing stands before the origin.
    if (edge) expect(line.cached!.originPerSecond).toBeLessThan(line.cached!.perSecond);
  } finally {
    await edge?.stop();
  }
}, 240_000);

test('costs are measured in full and read by the calculator', async () => {
  if (usageOf(office.pid) === null) return;
  const out = join(mkdtempSync(join(tmpdir(), 'catraca-costs-')), 'costs.json');
  const costs = await measureCosts(office, { rounds: 1, concurrency: 4, rampSeconds: 0.1, seconds: 0.3, mails: 4, fans: 400, out }, () => undefined);
  expect(readCosts(out)).toEqual(costs);
  const { api, load } = machinesFor({ fans: 1_000, tickets: 100, minutes: 10, joinMinutes: 5, ticketsPerPurchase: 2, seats: false, edgeNodes: 0 }, costs, readRehearsed());
  expect(load.originPollsPerSecond).toBe(1_000);
  expect(api.busyCores).toBeGreaterThan(0);
  rmSync(dirname(out), { recursive: true });
}, 240_000);

test('three times as many come as the box office bears: who was called buys, and what was bought stands in the books', async () => {
  const measured = await measureOverload(office, { from: 2, growth: 2, stepsMax: 1, stepSeconds: 1, seconds: 2, known: null }, () => undefined);
  // How fast is what a benchmark says, not a test.
  expect(overloadChecks(measured).filter(({ what, holds }) => !holds && !/^of a hundred|recovers/.test(what))).toEqual([]);
  const { normal, overloaded, after, books } = measured;
  expect([normal, overloaded, after].map(({ perSecond }) => perSecond)).toEqual([1, 6, 1]);
  // The normal rate, three times the limit, and the normal rate again; beside a step, or two where the first was too slow.
  expect(books.bought - 2 - 12 - 2).toBeOneOf([2, 4]);
  for (const kind of promised) expect(normal.fared[kind]!.accepted, kind).toBeGreaterThan(0);
}, 240_000);

test('TPC-B runs by our own clients as it does by pgbench: what was counted stands in the history, and the balances add up', async () => {
  const tpcb = await prepareTpcb(office, { scale: 1, clients: 2, prefer: 'script' });
  expect(await tpcb.round(0.5)).toBeGreaterThan(0);
  const database = await Database.open(office.databaseUrl('tpcb'));
  const [sums] = await database.query<Record<string, string>>(`
    select count(*) > 0 as some, sum(delta) as history, (select sum(abalance) from pgbench_accounts) as accounts,
      (select sum(bbalance) from pgbench_branches) as branches, (select sum(tbalance) from pgbench_tellers) as tellers from pgbench_history`);
  await database.close();
  expect(sums).toMatchObject({ some: true, accounts: sums!['history'], branches: sums!['history'], tellers: sums!['history'] });
}, 120_000);

test('what pgbench says of its speed is read', () => {
  expect(parseTps('latency average = 7.1 ms\ninitial connection time = 22.7 ms\ntps = 1125.512345 (without initial connection time)\n')).toBe(1_125.512_345);
  expect(() => parseTps('pgbench: error: connection failed')).toThrow('said nothing of its speed');
});

test('sales that are filled in keep every invariant, and purchases go on beside them', async () => {
  expect(await quiet(office)).toBe(true);
  const plan = planFor(400);
  await fillUpTo(office.database, plan, 40, () => undefined);
  await fillUpTo(office.database, plan, 400, () => undefined);
  expect(await office.database.number(`select count(*) from tickets.ticket where ticket_type_name = 'Inteira' and event_id in (select id from catalog.event where title like 'Show %')`)).toBe(400);
  // Whoever measured costs has signed in since: one session for an account.
  const purchases = await Purchases.prepare(office, await Organiser.signIn(office));
  expect((await purchases.exactly(6, 3)).all).toEqual({ confirmed: 6 });
  expect(await quiet(office, { mails: 'send' })).toBe(true);

  const verify = spawnSync(process.execPath, [join(root, 'api/dist/verify/main.js')], { encoding: 'utf8', env: { ...process.env, DATABASE_URL: office.databaseUrl('catraca') } });
  expect(verify.stdout).toContain('rules hold');
  expect(verify.status).toBe(0);
}, 240_000);

test('the parts of the box office are told apart', () => {
  const usage = usageOf(office.pid);
  // Only Linux tells.
  if (usage === null) return;
  expect(usage.cpuSeconds.api).toBeGreaterThan(0);
  expect(usage.cpuSeconds.postgres).toBeGreaterThan(0);
  expect(usage.cpuSeconds.simulators).toBeGreaterThan(0);
  expect(usage.residentBytes.api).toBeGreaterThan(20e6);
});
