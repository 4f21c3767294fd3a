import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform';
import { until } from '../../test/support/eventually.js';
import { Recorder } from '../../test/support/recorder.js';
import { TestSimulator } from '../../test/support/simulators.js';
import { adapterFor } from './adapters.js';
import type { ChargeRequest, PaymentGateway } from './payment-gateway.js';

let simulator: TestSimulator;
let gateway: PaymentGateway;
beforeAll(async () => {
  simulator = await TestSimulator.start('stripe');
  gateway = adapterFor(simulator.config, { publicUrl: 'https://tickets.example' });
});
afterAll(() => gateway.close());

const request = (parts: Partial<ChargeRequest> = {}): ChargeRequest => ({
  reference: newId().replaceAll('-', ''), paymentId: newId(), method: 'card', amountCents: 100, currency: 'BRL', token: 'tok_ok', description: 'x', payerEmail: null, pixSeconds: 300, ...parts,
});

test('a failure that executed nothing is told again and again, and the list says that there is nothing', async () => {
  await simulator.fault({ kind: 'error_before_commit', count: 1 });
  const wanted = request();
  for (let time = 0; time < 3; time++) expect(await gateway.charge(wanted)).toMatchObject({ kind: 'unknown' });
  expect(await gateway.find({ reference: wanted.reference, chargeId: null })).toEqual({ kind: 'absent' });
});

test('a charge among more of its time than are looked through is searched for, and found once the search knows it', async () => {
  const first = request();
  const rest = Array.from({ length: 520 }, () => request());
  for (const wanted of [first, ...rest]) await gateway.charge(wanted);
  expect(await gateway.find({ reference: rest.at(-1)!.reference, chargeId: null })).toMatchObject({ kind: 'authorized' });
  // Not found yet is not absent: another gateway would charge it again.
  expect(await gateway.find({ reference: first.reference, chargeId: null })).toMatchObject({ kind: 'unreachable' });
  await simulator.advance(61);
  expect(await gateway.find({ reference: first.reference, chargeId: null })).toMatchObject({ kind: 'authorized' });
});

test('a failure that Stripe tells again and again is never taken for an answer', async () => {
  await simulator.fault({ kind: 'error_after_commit', count: 1 });
  const wanted = request();
  for (let time = 0; time < 3; time++) expect(await gateway.charge(wanted)).toMatchObject({ kind: 'unknown' });
  expect(await gateway.find({ reference: wanted.reference, chargeId: null })).toMatchObject({ kind: 'authorized' });
  expect(await simulator.charges(wanted.paymentId)).toHaveLength(1);
});

test('a card whose bank is still being asked is in the list already: it is pending, and nothing has failed', async () => {
  const slow = await TestSimulator.start('stripe', { SIMULATOR_SLOW_MS: '3600000' });
  const patient = adapterFor(slow.config, { publicUrl: 'https://tickets.example' });
  const wanted = request({ token: 'tok_slow' });
  const charged = patient.charge(wanted);
  const found = await until(async () => {
    const seen = await patient.find({ reference: wanted.reference, chargeId: null });
    return seen.kind === 'absent' ? undefined : seen;
  });
  expect(found).toMatchObject({ kind: 'pending', amountCents: 100 });
  const { chargeId } = found as { chargeId: string };
  // Nor can it be let go meanwhile.
  expect(await patient.void({ reference: wanted.reference, chargeId })).toEqual(found);
  await slow.advance(3_601);
  await charged;
  expect(await patient.find({ reference: wanted.reference, chargeId: null })).toMatchObject({ kind: 'authorized', chargeId });
  await patient.close();
});

test('a refund that Stripe refuses because the charge is disputed is made under the same name once that is won', async () => {
  const { reference, paymentId } = request();
  const charged = await gateway.charge({ ...request(), reference, paymentId });
  const { chargeId } = charged as { chargeId: string };
  await gateway.capture({ reference, chargeId, amountCents: 100, key: `${reference}-capture-0` });
  await simulator.dispute(paymentId, 'opened', 40);
  const refund = { chargeId, reference: newId().replaceAll('-', ''), amountCents: 100 };
  expect([await gateway.refund(refund), await gateway.findRefund(refund)]).toEqual([{ kind: 'disputed' }, { kind: 'absent' }]);
  await simulator.dispute(paymentId, 'won');
  // The answer is kept under its key for a day.
  expect(await gateway.refund(refund)).toEqual({ kind: 'disputed' });
  await simulator.advance(86_401);
  expect(await gateway.refund(refund)).toEqual({ kind: 'refunded' });
});

test('a key used with another amount is unknown, for the first call was executed', async () => {
  const wanted = request();
  await gateway.charge(wanted);
  expect(await gateway.charge({ ...wanted, amountCents: 200 })).toMatchObject({ kind: 'unknown' });
});

test('a list that has nothing for months takes a few questions, not one for every minute', async () => {
  const recorder = await Recorder.start({ object: 'list', data: [], has_more: false });
  const quiet = adapterFor({ ...simulator.config, baseUrl: recorder.url }, { publicUrl: 'https://tickets.example' });
  for await (const _ of quiet.list(new Date(Date.now() - 90 * 86_400_000))) expect.unreachable('an empty page');
  await quiet.close();
  expect(recorder.requests.length).toBeLessThan(30);
});
