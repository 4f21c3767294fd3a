import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { newId } from '#platform';
import { PaymentCompleted } from '#wallet';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { AttemptPayment, muchLater, WalletHouse } from '../../test/support/wallet-house.js';
import { ClosingJob } from './closing.job.js';
import { statementAnswer } from './statement.schemas.js';

type Statement = z.infer<typeof statementAnswer>;
const [ana, bia, olga, rosa] = [newPrincipal(), newPrincipal(), newPrincipal({ role: 'organiser' }), newPrincipal({ role: 'administrator' })];
const theatre = newId();
const zones = ['America/Sao_Paulo', 'UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati', 'America/New_York'];
const real = (amountCents: number) => ({ amountCents, currency: 'BRL' });

let wallet: WalletHouse;
/** When each movement of Ana's was, and what it was, as the test made them. */
const made: { at: Date; amountCents: number }[] = [];
let firstDay: string;

/** Three weeks in which Ana tops up and buys, at odd times; some of it in closed books, some not. */
beforeAll(async () => {
  wallet = await WalletHouse.start(await TestDatabase.create(), { ana, bia, olga, rosa }, [], { [olga.userId]: [theatre] });
  firstDay = day(await now(), -1);
  for (let index = 0; index < 18; index += 1) {
    const amountCents = 1_000 + index * 7;
    await wallet.give(ana.userId, amountCents);
    made.push({ at: await now(), amountCents });
    if (index % 3 === 2) await buys(500 + index, index === 8 ? '=HYPERLINK("http://evil.example","free, tickets")' : 'Two seats');
    await wallet.database.advance([50, 7_000, 86_400, 35_000, 180_000, 899][index % 6]!);
    if (index === 12) await wallet.house.app.get(ClosingJob).run();
  }
});
afterEach(() => wallet.verify());

async function now(): Promise<Date> {
  return (await wallet.database.query<{ now: Date }>('select platform.now() as now'))[0]!.now;
}
async function buys(amountCents: number, description: string): Promise<void> {
  const { paymentId } = await wallet.request({ payerUserId: ana.userId, payeeAccount: theatre, method: 'wallet', amountCents, description, feeCents: 40, deadline: muchLater() });
  await wallet.hear(PaymentCompleted, paymentId);
  made.push({ at: await now(), amountCents: -amountCents });
}
const day = (at: Date | string, plus = 0): string => new Date(Date.parse(typeof at === 'string' ? `${at}T12:00:00Z` : at.toISOString()) + plus * 86_400_000).toISOString().slice(0, 10);

function get(path: string, query: Record<string, string | number> = {}, user = 'ana', accept = 'application/json'): Promise<Response> {
  return fetch(`${wallet.house.url}/api/v1/${path}?${new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString()}`, { headers: { authorization: `Bearer ${user}`, accept } });
}
async function statement(query: Record<string, string | number>, path = 'wallet/statement', user = 'ana'): Promise<Statement> {
  const response = await get(path, query, user);
  expect(response.status).toBe(200);
  return statementAnswer.parse(await response.json());
}
async function csv(query: Record<string, string | number>, path = 'wallet/statement', user = 'ana') {
  const response = await get(path, query, user, 'text/csv');
  expect(response.headers.get('content-type')).toContain('text/csv');
  return parse(await response.text(), { columns: true }) as Record<string, string>[];
}
const sum = (items: { amount: { amountCents: number }; direction: string }[]) => items.reduce((all, { amount, direction }) => all + (direction === 'in' ? amount.amountCents : -amount.amountCents), 0);

describe('a buyer\'s statement', () => {
  test('of all time opens with nothing, has every movement once, and closes with the balance', async () => {
    const all = await statement({ from: firstDay, to: day(firstDay, 60), limit: 500 });
    expect(all.opening).toEqual(real(0));
    expect(all.items.map(({ amount, direction }) => (direction === 'in' ? amount.amountCents : -amount.amountCents))).toEqual(made.map(({ amountCents }) => amountCents));
    expect(all.closing).toEqual(real((await wallet.balance(ana.userId))[0]));
    expect(all.items[0]).toMatchObject({ kind: 'top_up', direction: 'in', purpose: { kind: 'top_up' }, description: 'Two seats' });
  });

  test('the closing of one day is the opening of the next, in any time zone and however the days are asked for', async () => {
    const whole = new Map<string, Statement>();
    for (const timezone of zones) whole.set(timezone, await statement({ from: firstDay, to: day(firstDay, 40), timezone, limit: 500 }));
    const asked = fc.record({ timezone: fc.constantFrom(...zones), from: fc.nat(38), length: fc.nat(10) });
    await fc.assert(fc.asyncProperty(asked, async ({ timezone, from, length }) => {
      const days = whole.get(timezone)!.days!;
      const [first, last] = [days[from]!, days[Math.min(from + length, 39)]!];
      const part = await statement({ from: first.date, to: last.date, timezone, limit: 500 });
      expect(part.opening).toEqual(first.opening);
      expect(part.closing).toEqual(last.closing);
      expect(part.days).toEqual(days.slice(from, Math.min(from + length, 39) + 1));
      expect(part.opening.amountCents + sum(part.items)).toBe(part.closing.amountCents);
      for (const [index, each] of part.days!.entries()) {
        const items = part.items.filter(({ date }) => date === each.date);
        expect(each.in.amountCents - each.out.amountCents).toBe(sum(items));
        expect(each.opening.amountCents + sum(items)).toBe(each.closing.amountCents);
        if (index > 0) expect(each.opening).toEqual(part.days![index - 1]!.closing);
      }
      const following = await statement({ from: day(last.date, 1), to: day(last.date, 1), timezone });
      expect(following.opening).toEqual(part.closing);
    }), { numRuns: 25 });
  });

  test('is paged without one movement left out or shown twice, its days on the first page', async () => {
    const query = { from: firstDay, to: day(firstDay, 60) };
    const all = await statement({ ...query, limit: 500 });
    const paged: Statement['items'] = [];
    let page = await statement({ ...query, limit: 4 });
    expect(page.days).toHaveLength(61);
    for (;;) {
      paged.push(...page.items);
      if (page.nextCursor === undefined) break;
      page = await statement({ ...query, limit: 4, cursor: page.nextCursor });
      expect(page.days).toBeUndefined();
    }
    expect(paged).toEqual(all.items);
  });

  test('as CSV says the same, line by line, with the time of the zone, and a spreadsheet executes none of it', async () => {
    const query = { from: firstDay, to: day(firstDay, 60), timezone: 'America/St_Johns' };
    const [all, lines] = [await statement({ ...query, limit: 500 }), await csv(query)];
    expect(lines[0]).toMatchObject({ kind: 'opening_balance', balance: '0.00' });
    expect(lines.at(-1)).toMatchObject({ kind: 'closing_balance', balance: (all.closing.amountCents / 100).toFixed(2) });
    const middle = lines.slice(1, -1);
    expect(middle.map(({ in: came, out }) => Math.round(Number(came || 0) * 100) - Math.round(Number(out || 0) * 100))).toEqual(made.map(({ amountCents }) => amountCents));
    expect(middle.map(({ time }) => Math.floor(Date.parse(time!) / 1_000))).toEqual(all.items.map(({ at }) => Math.floor(Date.parse(at) / 1_000)));
    expect(middle.map(({ time }) => time!.slice(0, 10))).toEqual(all.items.map(({ date }) => date));
    expect(new Set(middle.map(({ time }) => time!.slice(19)))).toEqual(new Set(['-03:30']));
    expect(middle.map(({ description }) => description)).toContain(`'=HYPERLINK("http://evil.example","free, tickets")`);
  });

  test('as CSV of more movements than are read at a time has all of them', async () => {
    await wallet.database.query(
      `with buyer as (update wallet.account set credits_posted = credits_posted + 1201 where kind = 'buyer' and owner = $1 returning id)
       insert into wallet.transfer (id, flag, code, payment_id, debit_account_id, credit_account_id, amount_cents)
       select gen_random_uuid(), 'posted', 'top_up', (select id from wallet.payment limit 1), (select id from wallet.account where kind = 'gateway'), buyer.id, 1 from buyer, generate_series(1, 1201)`,
      [ana.userId]);
    const today = await now();
    const lines = await csv({ from: day(today, -1), to: day(today, 1) });
    expect(lines.filter(({ in: came }) => came === '0.01')).toHaveLength(1_201);
    expect(Math.round(Number(lines.at(-1)!['balance']) * 100)).toBe((await wallet.balance(ana.userId))[0]);
    await wallet.database.query(`delete from wallet.transfer where amount_cents = 1`);
    await wallet.database.query(`update wallet.account set credits_posted = credits_posted - 1201 where kind = 'buyer' and owner = $1`, [ana.userId]);
  });

  test('of no days in particular is of the last thirty', async () => {
    const { days } = await statement({}, 'wallet/statement', 'bia');
    expect(days).toHaveLength(30);
    expect(days!.at(-1)!.date).toBe(new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Sao_Paulo' }).format(Date.now()));
  });

  test('of who never had an account is empty', async () => {
    expect(await statement({ from: firstDay, to: firstDay }, 'wallet/statement', 'bia')).toMatchObject({ opening: real(0), closing: real(0), items: [], days: [{ date: firstDay }] });
  });

  test.each([
    ['days in the wrong order', { from: '2026-02-02', to: '2026-02-01' }],
    ['more than a year', { from: '2026-01-01', to: '2027-01-02' }],
    ['one day alone', { from: '2026-02-02' }],
    ['a day that is none', { from: '2026-02-30', to: '2026-03-01' }],
    ['a zone that is none', { from: '2026-02-01', to: '2026-02-01', timezone: 'Mars/Olympus' }],
    ['an offset for a zone', { from: '2026-02-01', to: '2026-02-01', timezone: '+03:00' }],
  ])('is not made of %s', async (_, query) => {
    const response = await get('wallet/statement', query);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'platform.invalid_request']);
  });
});

describe('an organiser\'s statement', () => {
  test('shows its sales and the platform\'s fees, to itself and to administrators', async () => {
    const query = { from: firstDay, to: day(firstDay, 60), limit: 500 };
    const mine = await statement(query, `organisers/${theatre}/statement`, 'olga');
    expect(mine.items.map(({ kind }) => kind).slice(0, 2).sort()).toEqual(['fee', 'payment']);
    expect(mine.closing.amountCents).toBe(made.reduce((all, { amountCents }) => all - Math.min(amountCents, 0), 0) - 6 * 40);
    expect(await statement(query, `organisers/${theatre}/statement`, 'rosa')).toEqual(mine);
  });

  test('is nobody else\'s', async () => {
    const query = { from: firstDay, to: firstDay };
    expect((await get(`organisers/${newId()}/statement`, query, 'olga')).status).toBe(404);
    expect((await get(`organisers/${theatre}/statement`, query, 'ana')).status).toBe(403);
    expect((await get('wallet/statement', query, 'nobody')).status).toBe(401);
  });
});

describe('an administrator', () => {
  test('finds accounts and reads any statement, and everybody\'s together are zero', async () => {
    const query = { from: firstDay, to: day(firstDay, 60), limit: 500 };
    let total = 0;
    for (const kind of ['buyer', 'payee', 'gateway', 'platform']) {
      const { items } = (await (await get('ledger/accounts', { kind }, 'rosa')).json()) as { items: { id: string; owner: string }[] };
      expect(items.length).toBeGreaterThan(0);
      for (const { id } of items) total += (await statement(query, `ledger/accounts/${id}/statement`, 'rosa')).closing.amountCents;
    }
    expect(total).toBe(0);
  });

  test('finds an account by its owner, and no other by that id', async () => {
    const { items } = (await (await get('ledger/accounts', { kind: 'buyer', owner: ana.userId }, 'rosa')).json()) as { items: { owner: string }[] };
    expect(items).toMatchObject([{ owner: ana.userId }]);
    expect((await get(`ledger/accounts/${newId()}/statement`, { from: firstDay, to: firstDay }, 'rosa')).status).toBe(404);
    expect((await get('ledger/accounts', { kind: 'buyer' }, 'olga')).status).toBe(403);
  });
});

test('a frozen amount is on no statement until it has moved', async () => {
  const to = day(await now(), 1);
  const before = await statement({ from: firstDay, to });
  const { paymentId } = await wallet.request({ payerUserId: ana.userId, amountCents: 1_000, fromWalletCents: 400, deadline: muchLater() });
  await wallet.hear(AttemptPayment, paymentId);
  expect((await statement({ from: firstDay, to })).closing).toEqual(before.closing);
  await wallet.say(wallet.captured(paymentId, 600));
  await wallet.hear(PaymentCompleted, paymentId);
  expect((await statement({ from: firstDay, to })).closing).toEqual(real(before.closing.amountCents - 400));
});
