import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { delivered } from '../../test/support/delivered.js';
import { until } from '../../test/support/eventually.js';
import { type GatewayName, otherGateway, PaymentsHouse } from '../../test/support/payments-house.js';
import { Attempts } from './attempts.js';
import { RefundAttempt } from './index.js';

let office: PaymentsHouse;
beforeAll(async () => {
  office = await PaymentsHouse.open();
});
beforeEach(() => office.calm());

describe.each<GatewayName>(['aurora', 'bonanza'])('at %s', (gateway) => {
  const simulator = () => office.simulator(gateway);

  test('a good card is captured once, and its token forgotten', async () => {
    const paymentId = await office.pay(gateway);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway, amountCents: 12_500, retryable: false });
    expect(await office.attempts(paymentId)).toMatchObject([{ state: 'captured', token: null }]);
    expect(await office.captures(paymentId)).toBe(1);
  });

  test('a hard decline ends the payment and no other gateway is tried', async () => {
    const paymentId = await office.pay(gateway, { token: 'tok_declined' });
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'declined', retryable: true });
    expect(await office.path(paymentId)).toEqual([`${gateway} declined`]);
  });

  test('a soft decline goes to the other gateway', async () => {
    const counted = async () => {
      const metrics = await (await fetch(`${office.house.url}/metrics`)).text();
      return Number(new RegExp(`^catraca_payment_failovers_total\\{from="${gateway}",to="${otherGateway(gateway)}"\\} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0);
    };
    const before = await counted();
    await simulator().fault({ kind: 'soft_decline' });
    const paymentId = await office.pay(gateway);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: otherGateway(gateway) });
    expect(await office.path(paymentId)).toEqual([`${gateway} declined`, `${otherGateway(gateway)} captured`]);
    expect(await counted()).toBe(before + 1);
  });

  test('soft declines everywhere end the payment after one try each', async () => {
    const paymentId = await office.pay(gateway, { token: 'tok_soft_declined' });
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'declined' });
    expect(await office.path(paymentId)).toEqual([`${gateway} declined`, `${otherGateway(gateway)} declined`]);
  });

  test('a refused connection was not sent: the other gateway takes over', async () => {
    await simulator().shut();
    const paymentId = await office.pay(gateway);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: otherGateway(gateway) });
    expect(await office.path(paymentId)).toEqual([`${gateway} not_sent`, `${otherGateway(gateway)} captured`]);
    await simulator().open();
  });

  test.each(['throttled', 'unavailable'])('%s was not executed: the other gateway takes over', async (kind) => {
    await simulator().fault({ kind });
    const paymentId = await office.pay(gateway);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: otherGateway(gateway) });
    expect(await office.path(paymentId)).toEqual([`${gateway} throttled`, `${otherGateway(gateway)} captured`]);
  });

  test('when both are throttled for a moment, the call is made again under the same key', async () => {
    await Promise.all([office.aurora, office.bonanza].map((each) => each.fault({ kind: 'throttled', count: 1 })));
    const paymentId = await office.pay(gateway);
    await until(async () => (await office.path(paymentId))[1] === `${otherGateway(gateway)} pending`);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: otherGateway(gateway) });
    expect(await office.captures(paymentId)).toBe(1);
  });

  test('when both stay throttled, the payment fails and may be tried again', async () => {
    await Promise.all([office.aurora, office.bonanza].map((each) => each.fault({ kind: 'throttled' })));
    const paymentId = await office.pay(gateway);
    await office.looking(() => office.endings(paymentId)[0]);
    expect(office.endings(paymentId)).toMatchObject([{ outcome: 'failed', retryable: true }]);
    expect(await office.captures(paymentId)).toBe(0);
  });

  test('a configuration error goes to the other gateway', async () => {
    await simulator().fault({ kind: 'rejected' });
    const paymentId = await office.pay(gateway);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: otherGateway(gateway) });
    expect(await office.path(paymentId)).toEqual([`${gateway} rejected`, `${otherGateway(gateway)} captured`]);
  });

  test('a request that is wrong in itself fails and is not repeated elsewhere', async () => {
    const paymentId = await office.pay(gateway, { currency: 'USD' });
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'failed', retryable: false });
    expect(await office.path(paymentId)).toEqual([`${gateway} rejected`]);
  });

  test('what is no token of a card is declined as a card is, and is not tried elsewhere', async () => {
    const paymentId = await office.pay(gateway, { token: 'tok_unheard_of' });
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'declined', retryable: true });
    expect(await office.path(paymentId)).toEqual([`${gateway} declined`]);
  });

  test('a key being worked on is asked about later, and no other gateway is tried', async () => {
    await simulator().fault({ kind: 'in_flight', count: 1 });
    const paymentId = await office.pay(gateway);
    await until(async () => (await office.path(paymentId))[0] === `${gateway} in_flight`);
    await office.looking(() => office.endings(paymentId)[0]);
    expect(await office.path(paymentId)).toEqual([`${gateway} captured`]);
    expect(await office.captures(paymentId)).toBe(1);
  });

  test.each(['commit_then_hang', 'commit_then_reset', 'error_after_commit'])('%s is unknown until the gateway is asked, and captured once', async (kind) => {
    await simulator().webhooks({ lose: 1 });
    await simulator().fault({ kind, count: 1, delayMs: 200 });
    // Asked in vain until that was seen, however long whoever sees it takes.
    await simulator().fault({ kind: 'error_before_commit', operation: 'find' });
    const paymentId = await office.pay(gateway);
    await until(async () => (await office.path(paymentId))[0] === `${gateway} unknown`);
    expect(office.endings(paymentId)).toEqual([]);
    await simulator().behave();
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway });
    expect(await office.path(paymentId)).toEqual([`${gateway} captured`]);
    expect(await office.captures(paymentId)).toBe(1);
  });

  test.each(['hang_before_commit', 'reset_before_commit', 'error_before_commit'])('%s is unknown, replayed under its key at the same gateway, and captured once', async (kind) => {
    await simulator().fault({ kind, count: 1, delayMs: 200 });
    const paymentId = await office.pay(gateway);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway });
    expect(await office.path(paymentId)).toEqual([`${gateway} captured`]);
    expect(await office.captures(paymentId)).toBe(1);
  });

  test('an unknown attempt is resolved by the webhook when that comes first', async () => {
    await simulator().fault({ kind: 'error_before_commit', operation: 'find' });
    const paymentId = await office.pay(gateway, { token: 'tok_error' });
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway });
    expect(await office.captures(paymentId)).toBe(1);
  });

  test('an unknown attempt is given to the other gateway only when its own cannot execute it any more', async () => {
    await simulator().fault({ kind: 'reset_before_commit' });
    const paymentId = await office.pay(gateway);
    await until(async () => (await office.path(paymentId))[0] === `${gateway} unknown`);
    for (let look = 0; look < 5; look++) {
      await office.lookNow();
      await office.settled();
    }
    expect(await office.path(paymentId)).toEqual([`${gateway} unknown`]);
    await office.advance(31);
    await office.lookNow();
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: otherGateway(gateway) });
    expect(await office.path(paymentId)).toEqual([`${gateway} not_sent`, `${otherGateway(gateway)} captured`]);
  });

  test('another amount than ours is for a person: told as conflicted, and nothing else is tried', async () => {
    await simulator().fault({ kind: 'other_amount', amountCents: 99 });
    const paymentId = await office.pay(gateway);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'conflicted', amountCents: 99, retryable: false });
    expect(await office.path(paymentId)).toEqual([`${gateway} conflicted`]);
  });

  test('a slow card is waited for', async () => {
    const paymentId = await office.pay(gateway, { token: 'tok_slow' });
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway });
  });

  test('a command past its deadline is never sent', async () => {
    const paymentId = await office.pay(gateway, { seconds: -1 });
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'failed', retryable: false });
    expect(await office.path(paymentId)).toEqual([`${gateway} not_sent`]);
    expect(await simulator().charges(paymentId)).toEqual([]);
  });

  test('a crash after the attempt was written is found: it is asked about, sent under the same key, and charged once', async () => {
    const paymentId = office.paymentFor(gateway);
    office.house.app.get(Attempts).send = () => undefined;
    await office.send(office.attempt(paymentId));
    await until(async () => (await office.path(paymentId))[0] === `${gateway} pending`);
    await office.house.close();
    await office.reopen();
    await office.advance(16);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway });
    expect(await office.captures(paymentId)).toBe(1);
  });

  test('a crash after sending is found: the charge is recognised and not made again', async () => {
    await simulator().webhooks({ lose: 1 });
    const attempts = office.house.app.get(Attempts);
    const charge = attempts.send.bind(attempts);
    // The call is made, and the process forgets it before anything is written.
    attempts.send = (attempt, via) => {
      Reflect.set(attempts, 'settle', async () => undefined);
      charge(attempt, via);
    };
    const paymentId = await office.pay(gateway);
    await until(async () => (await simulator().charges(paymentId))[0]);
    await office.house.close();
    expect(await office.path(paymentId)).toEqual([`${gateway} pending`]);
    await office.reopen();
    await office.advance(16);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway });
    expect(await simulator().charges(paymentId)).toHaveLength(1);
  });

  test('the same command delivered again, or again under another message, charges once', async () => {
    const paymentId = office.paymentFor(gateway);
    const message = office.attempt(paymentId);
    await office.send(message, { ...message }, office.attempt(paymentId));
    await office.ending(paymentId);
    await office.send(message, office.attempt(paymentId));
    await delivered(office.database);
    await office.settled();
    expect(await office.attempts(paymentId)).toHaveLength(1);
    expect(office.endings(paymentId)).toHaveLength(1);
    expect(await office.captures(paymentId)).toBe(1);
  });

  test('refunds go back in parts, once each, and never more than was captured', async () => {
    const paymentId = await office.pay(gateway);
    await office.ending(paymentId);
    const [first, second, tooMuch] = [newId(), newId(), newId()];
    const part = RefundAttempt.message({ paymentId, refundId: first, amountCents: 5_000 });
    await office.send(part, { ...part });
    await office.send(RefundAttempt.message({ paymentId, refundId: second, amountCents: 7_500 }), RefundAttempt.message({ paymentId, refundId: tooMuch, amountCents: 1 }));
    const outcomes = await office.looking(() => office.refunds(paymentId).length === 3 ? office.refunds(paymentId) : undefined);
    expect(Object.fromEntries(outcomes.map(({ refundId, outcome }) => [refundId, outcome]))).toEqual({ [first]: 'refunded', [second]: 'refunded', [tooMuch]: 'refused' });
    const [charge] = await simulator().charges(paymentId);
    expect(charge?.refunds.map(({ amountCents, state }) => [amountCents, state])).toEqual([[5_000, 'done'], [7_500, 'done']]);
  });

  test('a refund whose answer is lost is asked about and made once', async () => {
    const paymentId = await office.pay(gateway);
    await office.ending(paymentId);
    await simulator().fault({ kind: 'commit_then_reset', operation: 'refund', count: 1 });
    await office.send(RefundAttempt.message({ paymentId, refundId: newId(), amountCents: 12_500 }));
    await office.looking(() => office.refunds(paymentId)[0]);
    expect((await simulator().charges(paymentId))[0]?.refunds).toHaveLength(1);
  });

  test('a refund that is not done is told as refused', async () => {
    await simulator().fault({ kind: 'refund_not_done' });
    const paymentId = await office.pay(gateway);
    await office.ending(paymentId);
    await office.send(RefundAttempt.message({ paymentId, refundId: newId(), amountCents: 12_500 }));
    expect(await office.looking(() => office.refunds(paymentId)[0])).toMatchObject({ outcome: 'refused' });
  });
});
