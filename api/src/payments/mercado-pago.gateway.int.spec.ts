import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Database, newId, Outbox } from '#platform';
import { atEnd } from '../../test/support/at-end.js';
import { until } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { gatewayConfig, TestSimulator } from '../../test/support/simulators.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { adapterFor } from './adapters.js';
import { AttemptPayment, PaymentsModule, RefundAttempt } from './index.js';
import type { PaymentGateway, RefundRequest } from './payment-gateway.js';
import { ReconciliationJob } from './reconciliation.job.js';

let simulator: TestSimulator;
let gateway: PaymentGateway;
beforeAll(async () => {
  simulator = await TestSimulator.start('mercado-pago');
  gateway = adapterFor(simulator.config, { publicUrl: 'https://tickets.example' });
});
afterAll(() => gateway.close());

const nameOf = (id: string): string => id.replaceAll('-', '');
/** Written down 21 hours ago unless said otherwise: its key may be forgotten by now. */
const oldId = (hours = 21): string => {
  const moment = (Date.now() - hours * 3_600_000).toString(16).padStart(12, '0');
  return `${moment.slice(0, 8)}-${moment.slice(8)}${newId().slice(13)}`;
};

async function charged(amountCents = 100): Promise<{ paymentId: string; chargeId: string }> {
  const paymentId = newId();
  const seen = await gateway.charge({ reference: nameOf(newId()), paymentId, method: 'card', amountCents, currency: 'BRL', token: 'visa:tok_ok', description: 'x', payerEmail: 'ana@example.com', pixSeconds: 300 });
  return { paymentId, chargeId: (seen as { chargeId: string }).chargeId };
}
const newRefund = (chargeId: string, parts: Partial<RefundRequest> = {}): RefundRequest => ({ chargeId, reference: nameOf(newId()), amountCents: 40, ...parts });
const refundsOf = async (paymentId: string): Promise<number> => (await simulator.charges(paymentId))[0]!.refunds.length;
/** What somebody gives back beside the adapter, under a key that it may come to use as well. */
const byHand = (chargeId: string, key = newId(), amountCents = 40): Promise<Response> =>
  fetch(`${simulator.url}/v1/payments/${chargeId}/refunds`, { method: 'POST', headers: { authorization: `Bearer ${simulator.apiKey}`, 'content-type': 'application/json', 'x-idempotency-key': key }, body: JSON.stringify({ amount: amountCents / 100 }) });

describe('a refund of a charge that its payer wants back from the bank', () => {
  test('is not sent as long as that is open, nor once it is lost; once it is won it is', async () => {
    const [{ paymentId, chargeId }, lost] = [await charged(), await charged()];
    await simulator.dispute(paymentId, 'opened');
    const refund = newRefund(chargeId);
    expect([await gateway.refund(refund), await gateway.findRefund(refund)]).toEqual([{ kind: 'disputed' }, { kind: 'absent' }]);
    await simulator.dispute(paymentId, 'won');
    expect(await gateway.refund(refund)).toMatchObject({ kind: 'pending' });
    await simulator.dispute(lost.paymentId, 'lost');
    expect(await gateway.refund(newRefund(lost.chargeId))).toEqual({ kind: 'disputed' });
    expect([await refundsOf(paymentId), await refundsOf(lost.paymentId)]).toEqual([1, 0]);
  });

  test('that was called too late waits while its key may still tell that, and is made then', async () => {
    const { paymentId, chargeId } = await charged();
    const refund = newRefund(chargeId);
    await simulator.dispute(paymentId, 'opened');
    expect((await byHand(chargeId, refund.reference)).status).toBe(400);
    expect(await gateway.refund(refund)).toEqual({ kind: 'disputed' });
    await simulator.dispute(paymentId, 'won');
    expect(await gateway.refund(refund)).toEqual({ kind: 'unknown', reason: 'state' });
    await simulator.advance(86_401);
    expect(await gateway.refund(refund)).toMatchObject({ kind: 'pending' });
  });

  test('whose key was told so a day ago and is told so again may fare better under another name', async () => {
    const { paymentId, chargeId } = await charged();
    const refund = newRefund(chargeId, { reference: nameOf(oldId()) });
    await simulator.dispute(paymentId, 'opened');
    await byHand(chargeId, refund.reference);
    await simulator.dispute(paymentId, 'won');
    expect(await gateway.refund(refund)).toEqual({ kind: 'refused', reason: 'state', retryable: true });
  });

  test('is not sent to find out which of its amount it is, either', async () => {
    const { paymentId, chargeId } = await charged();
    await byHand(chargeId);
    await simulator.dispute(paymentId, 'opened');
    expect(await gateway.findRefund(newRefund(chargeId))).toMatchObject({ kind: 'unknown' });
    expect(await refundsOf(paymentId)).toBe(1);
  });
});

test('a refund of a charge of which all went back otherwise is not refused, for the payer would be credited it as well', async () => {
  const [{ chargeId }, ours] = [await charged(), await charged()];
  await byHand(chargeId, newId(), 100);
  await until(async () => (await gateway.refund(newRefund(chargeId))).kind === 'disputed');
  // What we gave back ourselves is told again.
  const refund = newRefund(ours.chargeId, { amountCents: 100 });
  await gateway.refund(refund);
  await until(async () => (await gateway.findRefund(refund)).kind === 'refunded');
  expect(await refundsOf(ours.paymentId)).toBe(1);
});

const numbered = async (refund: RefundRequest) => {
  const seen = await gateway.findRefund(refund);
  return 'refundId' in seen ? seen.refundId : seen.kind;
};

test('a refund whose key is kept is told from another of its amount by the same call', async () => {
  const { paymentId, chargeId } = await charged();
  await byHand(chargeId);
  const refund = newRefund(chargeId);
  const { refundId } = (await gateway.refund(refund)) as { refundId: string };
  expect([await numbered(refund), await refundsOf(paymentId)]).toEqual([refundId, 2]);
  // What that names is taken for another already: it is not counted once more.
  expect(await numbered({ ...refund, otherRefundIds: [refundId] })).toBe('unknown');
});

describe('refunds of one amount whose keys may be forgotten', () => {
  test('take those that are listed one after the other, none of them twice, and what is left over was not made', async () => {
    const { chargeId } = await charged(200);
    const one = newRefund(chargeId, { reference: nameOf(oldId(23)) });
    const two = newRefund(chargeId, { reference: nameOf(oldId(22)), likeBefore: [one.reference] });
    const three = newRefund(chargeId, { reference: nameOf(oldId(21)), likeBefore: [one.reference, two.reference] });
    await byHand(chargeId, one.reference);
    await byHand(chargeId, two.reference);
    const [first, second] = [await numbered(one), await numbered(two)];
    expect(new Set([first, second, 'absent']).size).toBe(3);
    expect(await numbered(three)).toBe('absent');
    expect(await numbered({ ...two, otherRefundIds: [first!], likeBefore: [] })).toBe(second);
    expect(await numbered({ ...three, gatewayRefundId: second! })).toBe(second);
  });

  test('are none that was made before they were asked for', async () => {
    const { chargeId } = await charged();
    await byHand(chargeId);
    // The provider is two days ahead by now.
    expect(await numbered(newRefund(chargeId, { reference: nameOf(oldId(-72)) }))).toBe('absent');
  });
});

/** A provider that says what the simulated one cannot, each method its own; and an adapter that asks it. */
async function saying(answers: Record<string, { status: number; body: object }>): Promise<PaymentGateway> {
  const server = createServer((request, response) => {
    const { status, body } = answers[request.method ?? '']!;
    request.resume().on('end', () => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const asked = adapterFor(gatewayConfig('mercado-pago', `http://127.0.0.1:${(server.address() as AddressInfo).port}`, simulator), { publicUrl: 'https://tickets.example' });
  atEnd(() => void asked.close().then(() => server.close()));
  return asked;
}

test('what is too old for the younger of two refunds is taken from the older one, of which it is', async () => {
  const [older, younger] = [nameOf(oldId(30)), nameOf(oldId(29))];
  const made = (id: number, hours: number) => ({ id, amount: 0.4, status: 'approved', date_created: new Date(Date.now() - hours * 3_600_000).toISOString() });
  const bothOf = async (...listed: object[]) => {
    const asked = await saying({ GET: { status: 200, body: listed } });
    const refund = newRefund('1', { reference: younger, likeBefore: [older] });
    return [await asked.findRefund({ ...refund, reference: older, likeBefore: [] }), await asked.findRefund(refund)].map((seen) => ('refundId' in seen ? seen.refundId : seen.kind));
  };
  expect(await bothOf(made(1, 30), made(2, 29))).toEqual(['1', '2']);
  expect(await bothOf(made(2, 29), made(1, 30))).toEqual(['1', '2']);
  expect(await bothOf(made(1, 30))).toEqual(['1', 'absent']);
  // Made by hand before both, it is neither's.
  expect(await bothOf(made(3, 40), made(1, 30))).toEqual(['1', 'absent']);
});

test.each([['2001', { cause: [{ code: 2001 }] }], ['idempotency_key_already_used', {}]])('a refund of which it is said that it was asked for a moment ago (%s) may be under way', async (error, more) => {
  const approved = { id: 1, status: 'approved', transaction_amount: 1, currency_id: 'BRL', date_created: new Date().toISOString() };
  const asked = await saying({ GET: { status: 200, body: approved }, POST: { status: 400, body: { error, ...more } } });
  expect(await asked.refund(newRefund('1'))).toEqual({ kind: 'unknown', reason: error });
});

describe('in a box office', () => {
  let database: TestDatabase;
  let house: TestHouse;
  beforeAll(async () => {
    database = await TestDatabase.create();
    house = await startHouse(database, [PaymentsModule, sessionsByDecree({})], { GATEWAYS: JSON.stringify([simulator.config]), LOG_LEVEL: 'fatal' });
  });
  afterAll(() => expectInvariants(database, 'I4'));

  const send = (...messages: Parameters<Outbox['append']>[1]): Promise<void> => house.app.get(Database).transaction((tx) => house.app.get(Outbox).append(tx, messages));
  const refundsHere = (paymentId: string) => database.query<{ state: string; name: string | null }>('select state, gateway_refund_id as name from payments.refund where payment_id = $1', [paymentId]);
  async function paid(): Promise<string> {
    const paymentId = newId();
    const deadline = new Date(Date.now() + 300_000).toISOString();
    await send(AttemptPayment.message({ paymentId, amountCents: 1_000, currency: 'BRL', method: 'card', description: 'Two tickets', buyer: { email: 'ana@example.com' }, token: 'visa:tok_ok', deadline }));
    await until(async () => (await database.query(`select from payments.attempt where payment_id = $1 and state = 'captured'`, [paymentId])).length === 1);
    return paymentId;
  }

  test('each of several refunds of one amount goes out once and counts once, though no answer came and the keys are forgotten', async () => {
    const paymentId = await paid();
    const refund = () => send(RefundAttempt.message({ paymentId, refundId: oldId(), amountCents: 200 }));
    const named = (count: number) => until(async () => (await refundsHere(paymentId)).filter(({ state, name }) => state === 'refunded' && name !== null).length === count, `${count} refunds with names`);
    // Done and named; called and not made; made twice without an answer.
    await refund();
    await named(1);
    await simulator.fault({ kind: 'reset_before_commit', operation: 'refund', count: 1 });
    await refund();
    await until(async () => (await refundsHere(paymentId)).length === 2);
    await database.advance(36);
    await named(2);
    await simulator.fault({ kind: 'commit_then_reset', operation: 'refund', count: 2 });
    await Promise.all([refund(), refund()]);
    await until(async () => (await refundsOf(paymentId)) === 4);
    await database.advance(36);
    await named(4);
    expect(new Set((await refundsHere(paymentId)).map(({ name }) => name)).size).toBe(4);
    expect(await refundsOf(paymentId)).toBe(4);
  });

  test('one that was done before its number was kept is told its number by the comparison of books', async () => {
    const paymentId = await paid();
    await send(RefundAttempt.message({ paymentId, refundId: oldId(), amountCents: 200 }));
    const done = await until(async () => (await refundsHere(paymentId)).find(({ state, name }) => state === 'refunded' && name !== null));
    await database.query('update payments.refund set gateway_refund_id = null where payment_id = $1', [paymentId]);
    await database.advance(3_600);
    await house.app.get(ReconciliationJob).reconcile();
    expect(await refundsHere(paymentId)).toEqual([done]);
  });
});
