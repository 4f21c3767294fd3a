import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../src/demo.js';
import { type BoxOffice, openBoxOffice } from '../support/box-office.js';
import { type Answer, Client } from '../support/client.js';
import { delivered } from '../support/delivered.js';
import { demoIsLaidOut } from '../support/demo.js';
import { until } from '../support/eventually.js';
import { newEvent } from '../support/events.js';
import { signedInAdministrator } from '../support/fans.js';
import { expectInvariants } from '../support/invariants.js';
import { TestDatabase } from '../support/test-database.js';
import { Laying } from '../../src/inventory/laying.js';
import { ClosingJob } from '../../src/wallet/closing.job.js';

const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const LAWN = '019aa000-0000-7000-8000-000000000221';
const PRICE = 22_000;
const CARD = { method: 'card', token: 'tok_ok' };
const DECLINED = { method: 'card', token: 'tok_declined' };
const PIX = { method: 'pix' };

let database: TestDatabase;
let office: BoxOffice;
let administrator: Client;
let payeeId: string;
beforeAll(async () => {
  database = await TestDatabase.create();
  office = await openBoxOffice(database);
  await loadDemo(office.house.app);
  await demoIsLaidOut(database);
  administrator = new Client(office.house.url);
  administrator.use((await signedInAdministrator(database)).token);
  payeeId = (await administrator.expect(200, 'GET', 'payees')).body.items[0].id;
});
afterAll(async () => {
  await delivered(database);
  await expectInvariants(database);
});

const real = (amountCents: number) => ({ amountCents, currency: 'BRL' });
const simulators = () => Object.values(office.simulators);

/** A POST that may be sent again and again, and one that differs in a member. */
interface Sendable {
  who: Client;
  path: string;
  body: object | undefined;
  /** None where the route takes no body: another call with the same key stands in for it. */
  other?: { path?: string; body?: object };
}
const send = ({ who, path, body }: Sendable, key: string) => who.call('POST', path, body, { 'idempotency-key': key, prefer: 'wait=30' });
const sendOther = ({ other, ...sendable }: Sendable, key: string) => send({ ...sendable, ...other }, key);
/** Which request it was is all that may differ. */
const saidBy = ({ status, body: { requestId: _request, ...said } }: Answer<{ requestId?: string }>) => ({ status, ...said });

async function newFan(balanceCents = 0): Promise<Client> {
  const fan = new Client(office.house.url);
  await fan.signUp();
  if (balanceCents > 0) await fan.expect(201, 'POST', 'wallet/top-ups', { amount: real(balanceCents), payment: CARD }, { 'idempotency-key': randomUUID(), prefer: 'wait=30' });
  return fan;
}
const holdOf = async (fan: Client, eventId = FESTIVAL, ticketTypeId = LAWN): Promise<string> => (await fan.expect(201, 'POST', `events/${eventId}/holds`, { ticketTypeId, quantity: 1 })).body.id;

/** An order of one ticket, paid as said; by somebody new unless it is said by whom. */
async function ordered(payment: object, buyer?: Client) {
  const fan = buyer ?? (await newFan());
  const { body } = await fan.order(await holdOf(fan), payment);
  return { fan, orderId: body.id as string, paymentId: body.payment.id as string, state: body.state as string };
}
/** One whose buyer's bank wants the money back, so that nothing of it is left; `won` gives it back. */
async function disputed() {
  const bought = await ordered(CARD);
  const becomes = async (state: 'opened' | 'won') => {
    expect(simulators().some((simulator) => simulator.dispute(bought.paymentId, state))).toBe(true);
    await until(async () => (await bought.fan.call('GET', `orders/${bought.orderId}`)).body.dispute === state, state);
  };
  await becomes('opened');
  return { ...bought, won: () => becomes('won') };
}
const set = (sql: string, ...values: unknown[]) => async () => void (await database.query(sql, values));
/** A refund that the gateway would not do yet. */
async function stoppedRefund() {
  const { orderId } = await ordered(CARD);
  for (const simulator of simulators()) simulator.fault({ kind: 'refund_not_done', count: 1 });
  const refund = { who: administrator, path: `orders/${orderId}/refunds`, body: {} };
  const { body } = await send(refund, randomUUID());
  await until(async () => (await administrator.call('GET', `orders/${orderId}/refunds`)).body.items[0].state === 'waiting', 'the refusal');
  for (const simulator of simulators()) simulator.clearFaults();
  return body.id as string;
}
/** An order of which another amount than asked was taken. */
async function conflicted() {
  for (const simulator of simulators()) simulator.fault({ kind: 'other_amount', amountCents: PRICE - 1 });
  const { paymentId } = await ordered(CARD);
  for (const simulator of simulators()) simulator.clearFaults();
  await administrator.expect(200, 'GET', `conflicts/${paymentId}`);
  // As while a bank wants it: nobody else decides then.
  await database.query('update wallet.conflict set disputed_cents = 1 where payment_id = $1', [paymentId]);
  return { path: `conflicts/${paymentId}`, code: 'wallet.conflict_not_open', change: set('update wallet.conflict set disputed_cents = 0 where payment_id = $1', paymentId) };
}
const owedBy = async (gateway: string): Promise<number> => (await administrator.expect(200, 'GET', `ledger/gateways/${gateway}/payouts`)).body.owed.amountCents;
const payoutOf = (grossCents: number) => ({ gross: real(grossCents), fees: real(0), net: real(grossCents), reference: `po_${randomUUID()}`, valueDate: '2026-01-01' });

interface Refused extends Sendable {
  code: string;
  /** After it the request would be granted. */
  change: () => Promise<void>;
}
const refusals: Record<string, () => Promise<Refused>> = {
  'POST /orders': async () => {
    const fan = await newFan();
    const [product] = await database.query<{ id: string; stock: number | null }>('select id, stock from catalog.product where event_id = $1 order by id limit 1', [FESTIVAL]);
    await database.query('update catalog.product set stock = taken where id = $1', [product!.id]);
    const body = { holdId: await holdOf(fan), payment: CARD, products: [{ productId: product!.id, quantity: 1 }] };
    return { who: fan, path: 'orders', body, other: { body: { ...body, payment: PIX } }, code: 'catalog.product_sold_out', change: set('update catalog.product set stock = $2 where id = $1', product!.id, product!.stock) };
  },
  'POST /orders/{orderId}/payments': async () => {
    const { fan, orderId } = await ordered(DECLINED);
    await database.query(`update orders."order" set state = 'awaiting_payment' where id = $1`, [orderId]);
    return { who: fan, path: `orders/${orderId}/payments`, body: CARD, other: { body: PIX }, code: 'orders.not_payable', change: set(`update orders."order" set state = 'payment_failed' where id = $1`, orderId) };
  },
  'POST /orders/{orderId}/refunds': async () => {
    const { orderId, won } = await disputed();
    return { who: administrator, path: `orders/${orderId}/refunds`, body: { amount: real(PRICE) }, other: { body: { amount: real(PRICE - 1) } }, code: 'orders.refund_exceeds', change: won };
  },
  'POST /orders/{orderId}/refunds, of nothing': async () => {
    const { orderId, won } = await disputed();
    return { who: administrator, path: `orders/${orderId}/refunds`, body: {}, other: { body: { to: 'balance' } }, code: 'orders.nothing_to_refund', change: won };
  },
  'POST /orders/{orderId}/refunds, before it is paid': async () => {
    const { fan, orderId, paymentId } = await ordered(PIX);
    const paid = async () => {
      expect(simulators().some((simulator) => simulator.pay(paymentId))).toBe(true);
      await until(async () => (await fan.call('GET', `orders/${orderId}`)).body.state === 'confirmed', 'the confirmation');
    };
    return { who: administrator, path: `orders/${orderId}/refunds`, body: {}, other: { body: { to: 'balance' } }, code: 'orders.not_refundable', change: paid };
  },
  'POST /orders/{orderId}/withdrawal': async () => {
    const { fan, orderId, won } = await disputed();
    const another = await ordered(CARD, fan);
    return { who: fan, path: `orders/${orderId}/withdrawal`, body: undefined, other: { path: `orders/${another.orderId}/withdrawal` }, code: 'orders.nothing_to_refund', change: won };
  },
  'POST /refunds/{refundId}/tries': async () => {
    const refundId = await stoppedRefund();
    await database.query(`update orders.refund set state = 'requested', next_try_at = null where id = $1`, [refundId]);
    return {
      who: administrator, path: `refunds/${refundId}/tries`, body: {}, other: { body: { to: 'balance' } }, code: 'orders.refund_not_stopped',
      change: set(`update orders.refund set state = 'waiting', next_try_at = platform.now() + interval '1 hour' where id = $1`, refundId),
    };
  },
  'POST /payments': async () => {
    const fan = await newFan(5_000);
    await database.query('update wallet.payee set retired_at = platform.now() where id = $1', [payeeId]);
    const body = { payeeId, amount: real(1_000), payment: { method: 'wallet' } };
    return { who: fan, path: 'payments', body, other: { body: { ...body, amount: real(1_001) } }, code: 'wallet.payee_retired', change: set('update wallet.payee set retired_at = null where id = $1', payeeId) };
  },
  'POST /organisers/{organiserId}/settlements': async () => {
    const { eventId, organiserId, types } = await newEvent(database, { sections: [{ name: 'Pitch', standing: 10 }] });
    await office.house.app.get(Laying, { strict: false }).layOut(eventId);
    const body = { amount: real(1_000), reference: 'TED 4711' };
    const sold = async () => {
      const fan = await newFan();
      expect((await fan.order(await holdOf(fan, eventId, types['Pitch']!.full), CARD)).body.state).toBe('confirmed');
      await database.advance(1_800);
      await office.house.app.get(ClosingJob, { strict: false }).run();
      expect((await administrator.call('GET', `organisers/${organiserId}/balance`)).body.available.amountCents).toBeGreaterThanOrEqual(1_000);
    };
    return { who: administrator, path: `organisers/${organiserId}/settlements`, body, other: { body: { ...body, reference: 'TED 4712' } }, code: 'wallet.exceeds_available', change: sold };
  },
  'POST /ledger/gateways/{gateway}/payouts': async () => {
    await ordered(CARD);
    const gateway = Object.keys(office.simulators)[0]!;
    const body = payoutOf((await owedBy(gateway)) + 1);
    const sold = async () => {
      // The other gateways take part in sales, too.
      for (let sales = 0; (await owedBy(gateway)) < body.gross.amountCents && sales < 20; sales++) await ordered(CARD);
    };
    return { who: administrator, path: `ledger/gateways/${gateway}/payouts`, body, other: { body: { ...body, note: 'another' } }, code: 'wallet.gateway_owes_less', change: sold };
  },
  'POST /ledger/gateways/{gateway}/payouts/{payoutId}/reversal': async () => {
    const gateway = Object.keys(office.simulators)[0]!;
    for (let sales = 0; (await owedBy(gateway)) < 1 && sales < 20; sales++) await ordered(CARD);
    const { body: payout } = await send({ who: administrator, path: `ledger/gateways/${gateway}/payouts`, body: payoutOf(1) }, randomUUID());
    await database.query(`update wallet.gateway_payout set reversed_at = platform.now(), reversed_by = made_by, reversal_note = 'x' where id = $1`, [payout.id]);
    return {
      who: administrator, path: `ledger/gateways/${gateway}/payouts/${payout.id}/reversal`, body: { note: 'mistyped' }, other: { body: { note: 'another' } }, code: 'wallet.payout_reversed',
      change: set('update wallet.gateway_payout set reversed_at = null, reversed_by = null, reversal_note = null where id = $1', payout.id),
    };
  },
  'POST /conflicts/{paymentId}/refunds': async () => {
    const [{ path, ...refused }, another] = [await conflicted(), await conflicted()];
    await another.change();
    return { who: administrator, path: `${path}/refunds`, body: undefined, other: { path: `${another.path}/refunds` }, ...refused };
  },
  'POST /conflicts/{paymentId}/closing': async () => {
    const { path, ...refused } = await conflicted();
    return { who: administrator, path: `${path}/closing`, body: { note: 'given back on its page' }, other: { body: { note: 'another' } }, ...refused };
  },
};

interface Open extends Sendable {
  /** How it stands, and how it ends once the code is paid. */
  state: string;
  into: string;
}
const opened: Record<string, () => Promise<Open>> = {
  'POST /orders': async () => {
    const fan = await newFan();
    const body = { holdId: await holdOf(fan), payment: PIX };
    return { who: fan, path: 'orders', body, other: { body: { ...body, payment: CARD } }, state: 'awaiting_payment', into: 'confirmed' };
  },
  'POST /orders/{orderId}/payments': async () => {
    const { fan, orderId } = await ordered(DECLINED);
    return { who: fan, path: `orders/${orderId}/payments`, body: PIX, other: { body: CARD }, state: 'awaiting_payment', into: 'confirmed' };
  },
  'POST /wallet/top-ups': async () => {
    const body = { amount: real(1_000), payment: PIX };
    return { who: await newFan(), path: 'wallet/top-ups', body, other: { body: { ...body, amount: real(1_001) } }, state: 'presented', into: 'completed' };
  },
  'POST /payments': async () => {
    const body = { payeeId, amount: real(1_000), payment: PIX };
    return { who: await newFan(), path: 'payments', body, other: { body: { ...body, amount: real(1_001) } }, state: 'presented', into: 'completed' };
  },
};

test.each(Object.keys(refusals))('%s is refused again under its key, though it would be granted by now', async (name) => {
  const { code, change, ...request } = await refusals[name]!();
  const key = randomUUID();
  const first = await send(request, key);
  expect(first.body).toMatchObject({ code });
  expect(saidBy(await send(request, key))).toEqual(saidBy(first));
  await change();
  expect(saidBy(await send(request, key))).toEqual(saidBy(first));
  expect(await sendOther(request, key)).toMatchObject({ status: 422, body: { code: expect.stringMatching(/idempotency_key_reused$/) as string } });
  const granted = randomUUID();
  const done = await send(request, granted);
  expect([200, 201, 202]).toContain(done.status);
  const nameOf = ({ body }: typeof done): string => body.id ?? body.paymentId;
  expect(nameOf(done)).toEqual(expect.any(String));
  expect(nameOf(await send(request, granted))).toBe(nameOf(done));
  expect(await sendOther(request, granted)).toMatchObject({ status: 422 });
  // Whatever was granted since, the first key keeps its no.
  expect(saidBy(await send(request, key))).toEqual(saidBy(first));
});

test.each(Object.keys(opened))('%s is answered as it stands while it is open, and as it ended afterwards', async (name) => {
  const { state, into, ...request } = await opened[name]!();
  const key = randomUUID();
  const { body } = await send(request, key);
  expect(body.state).toBe(state);
  expect((await send(request, key)).body).toMatchObject({ id: body.id, state });
  expect(await sendOther(request, key)).toMatchObject({ status: 422 });
  expect(simulators().some((simulator) => simulator.pay(body.payment?.id ?? body.id))).toBe(true);
  await until(async () => (await send(request, key)).body.state === into, into);
  expect((await send(request, key)).body.id).toBe(body.id);
});

test('a declined top-up and a balance that was too small are told again, though there is money by now', async () => {
  const fan = await newFan();
  const requests: Sendable[] = [
    { who: fan, path: 'wallet/top-ups', body: { amount: real(2_000), payment: DECLINED } },
    { who: fan, path: 'payments', body: { payeeId, amount: real(2_000), payment: { method: 'wallet' } } },
  ];
  const keys = [randomUUID(), randomUUID()] as const;
  const first = [await send(requests[0]!, keys[0]), await send(requests[1]!, keys[1])];
  expect(first.map(({ body }) => [body.state, body.failure.reason])).toEqual([['failed', 'declined'], ['failed', 'insufficient_funds']]);
  await fan.expect(201, 'POST', 'wallet/top-ups', { amount: real(3_000), payment: CARD }, { 'idempotency-key': randomUUID(), prefer: 'wait=30' });
  expect([(await send(requests[0]!, keys[0])).body, (await send(requests[1]!, keys[1])).body]).toEqual(first.map(({ body }) => body));
});

test('every POST that wants a key stands in these tables', async () => {
  interface Operation {
    parameters?: { name: string; in: string; required?: boolean }[];
  }
  const { paths } = JSON.parse(await readFile(new URL('../../openapi.json', import.meta.url), 'utf8')) as { paths: Record<string, { post?: Operation }> };
  const wantsKey = ({ parameters = [] }: Operation) => parameters.some(({ name, required }) => name.toLowerCase() === 'idempotency-key' && required === true);
  const asking = Object.entries(paths).flatMap(([path, { post }]) => (post && wantsKey(post) ? [`POST ${path.replace('/api/v1', '')}`] : []));
  const told = new Set([...Object.keys(refusals), ...Object.keys(opened)].map((name) => name.split(',')[0]!));
  expect(asking.length).toBeGreaterThan(11);
  expect(asking.filter((name) => !told.has(name))).toEqual([]);
});
