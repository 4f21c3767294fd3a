import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Database, newId } from '#platform';
import { delivered } from '../../test/support/delivered.js';
import { until } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { otherGateway, PaymentsHouse } from '../../test/support/payments-house.js';
import { Attempts } from './attempts.js';
import { Disputes } from './disputes.js';
import { Payments } from './payments.js';
import { ReconciliationJob } from './reconciliation.job.js';
import { Refunds } from './refunds.js';

let office: PaymentsHouse;
beforeAll(async () => {
  office = await PaymentsHouse.open();
});
beforeEach(() => office.calm());

describe('what must never happen', () => {
  /** Longer than the second takes to be charged on any machine; by the gateway's clock, which nobody waits for. */
  const HANGING_SECONDS = 30;
  /** Money that comes at the first gateway after the second was charged. */
  const paidTwice = async () => {
    await office.aurora.fault({ kind: 'hang_then_commit', count: 1, delayMs: HANGING_SECONDS * 1_000 });
    await office.aurora.fault({ kind: 'reset_before_commit' });
    const paymentId = office.paymentFor('aurora');
    await office.send(office.attempt(paymentId));
    await until(async () => (await office.path(paymentId))[0]);
    // The gateway promises that nothing is executed after 30 s, and breaks its promise.
    await office.database.query(`update payments.attempt set state = 'unknown', looks = 9, sent_at = platform.now() - interval '1 minute' where payment_id = $1`, [paymentId]);
    await office.lookNow();
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: 'bonanza' });
    await office.aurora.advance(HANGING_SECONDS);
    await until(async () => (await office.captures(paymentId)) === 2);
    await office.looking(async () => (await office.path(paymentId))[0] === 'aurora surplus');
    return paymentId;
  };
  const givenBack = async (paymentId: string) => (await office.aurora.charges(paymentId))[0]?.refunds.map(({ state }) => state).join();
  const refunds = (paymentId: string) => office.database.query<{ state: string }>('select state from payments.refund where payment_id = $1 order by id', [paymentId]);

  test('money that comes at the first gateway after the second was charged goes back by itself', async () => {
    const paymentId = await paidTwice();
    await until(async () => (await givenBack(paymentId)) === 'done');
    expect(office.endings(paymentId)).toHaveLength(1);
    expect(office.refunds(paymentId)).toEqual([]);
  });

  test('it is given back later where the gateway refuses to at first', async () => {
    await office.aurora.fault({ kind: 'refund_not_done', count: 1 });
    const paymentId = await paidTwice();
    await office.looking(async () => (await givenBack(paymentId)) === 'not_done,done');
    await office.looking(async () => (await refunds(paymentId)).every(({ state }) => state !== 'pending'));
    expect(await refunds(paymentId)).toEqual([{ state: 'refused' }, { state: 'refunded' }]);
  });

  test('where the gateway refuses again and again, a person is told', async () => {
    await office.aurora.fault({ kind: 'refund_not_done' });
    const paymentId = await paidTwice();
    const differences = () => office.database.query('select kind, state, reference, ours, theirs from payments.difference where payment_id = $1', [paymentId]);
    await office.looking(async () => (await differences())[0]);
    const [attempt] = await office.attempts(paymentId);
    expect(await differences()).toEqual([{ kind: 'ledger_missing', state: 'open', reference: attempt!.reference, ours: { state: 'surplus', amountCents: 12_500 }, theirs: null }]);
    expect(await refunds(paymentId)).toEqual(Array.from({ length: 7 }, () => ({ state: 'refused' })));
    // Somebody sees to it; until then `verify` says so (I4).
    await office.aurora.behave();
    await office.database.query(
      `insert into payments.refund (id, attempt_id, payment_id, amount_cents, state, by_itself, next_look_at) values ($1, $2, $3, 12500, 'pending', true, platform.now())`,
      [newId(), attempt!.id, paymentId],
    );
    await office.looking(async () => (await refunds(paymentId)).at(-1)?.state === 'refunded');
  });

  test('what is refused of it in two parts at one moment is given back later once', async () => {
    await office.aurora.fault({ kind: 'reset_before_commit', operation: 'refund' });
    const paymentId = await paidTwice();
    await office.database.query('update payments.refund set amount_cents = 5000 where payment_id = $1', [paymentId]);
    await office.database.query(
      `insert into payments.refund (id, attempt_id, payment_id, amount_cents, state, by_itself, next_look_at)
       select $1, attempt_id, payment_id, 7500, 'pending', true, platform.now() from payments.refund where payment_id = $2`,
      [newId(), paymentId],
    );
    const parts = await office.database.query<{ id: string }>('select id from payments.refund where payment_id = $1', [paymentId]);
    await Promise.all(parts.map(({ id: refundId }) => office.house.app.get(Refunds).hear({ refundId, observation: { kind: 'refused', reason: 'balance' } })));
    await office.aurora.behave();
    await office.looking(async () => (await refunds(paymentId)).every(({ state }) => state !== 'pending'));
    const [back] = await office.database.query<{ cents: number }>(`select sum(amount_cents)::int as cents from payments.refund where payment_id = $1 and state <> 'refused'`, [paymentId]);
    expect([back, await refunds(paymentId)]).toEqual([{ cents: 12_500 }, [{ state: 'refused' }, { state: 'refused' }, { state: 'refunded' }]]);
  });

  describe('that a bank wants as well', () => {
    const hear = async (paymentId: string, state: 'opened' | 'won' | 'lost', amountCents = 12_500, name = 'dp') => {
      const { reference } = (await office.attempts(paymentId))[0]!;
      await office.house.app.get(Payments).hear('aurora', [{ about: 'dispute', eventId: `${name} ${reference} ${state}`, reference, disputeId: `${name}_${reference}`, amountCents, state }]);
    };
    const amountsBack = async (paymentId: string) => (await office.aurora.charges(paymentId))[0]?.refunds.flatMap(({ state, amountCents }) => (state === 'done' ? [amountCents] : []));
    /** It was tried to give it back, in vain, until the bank asked. */
    const keptBack = async (amountCents?: number) => {
      await office.aurora.fault({ kind: 'refund_not_done' });
      const paymentId = await paidTwice();
      await until(async () => (await refunds(paymentId)).length >= 2);
      await hear(paymentId, 'opened', amountCents);
      await office.settled();
      // What was sent before the bank's word may be executed for a minute, and so long nobody says that it was refused.
      await office.advance(66);
      await office.looking(async () => (await refunds(paymentId)).every(({ state }) => state === 'refused'));
      await office.aurora.behave();
      const tries = await givenBack(paymentId);
      expect(tries).toMatch(/^not_done(,not_done)*$/);
      return { paymentId, tries };
    };

    test('stays until the bank has given up, and goes back then', async () => {
      const { paymentId, tries } = await keptBack();
      await hear(paymentId, 'won');
      await office.looking(async () => (await givenBack(paymentId)) === `${tries},done`);
      expect(office.disputes(paymentId)).toEqual([]);
    });

    test('is not given back any more when the bank has taken it, and nobody need see to it', async () => {
      const { paymentId, tries } = await keptBack();
      await hear(paymentId, 'lost');
      await office.lookNow();
      await office.settled();
      expect(await givenBack(paymentId)).toBe(tries);
      expect(await office.database.query(`select from payments.difference where payment_id = $1 and state = 'open' and kind = 'ledger_missing'`, [paymentId])).toEqual([]);
      expect(office.disputes(paymentId)).toEqual([]);
      await expectInvariants(office.database, 'I4');
    });

    test('goes back less what the bank has taken of it, and nobody need see to it', async () => {
      const { paymentId } = await keptBack(5_000);
      await hear(paymentId, 'lost', 5_000);
      await office.looking(async () => (await refunds(paymentId)).at(-1)?.state === 'refunded');
      expect(await amountsBack(paymentId)).toEqual([7_500]);
      await delivered(office.database);
      expect(office.disputes(paymentId)).toEqual([]);
      await expectInvariants(office.database, 'I4');
    });

    test('goes back also where the bank had taken its part before anybody thought of the rest, and once', async () => {
      const { paymentId } = await keptBack(5_000);
      // As an earlier release left it.
      await office.database.query(`update payments.dispute set state = 'lost', settled_at = platform.now() where attempt_id = (select id from payments.attempt where payment_id = $1 and state = 'surplus')`, [paymentId]);
      await office.aurora.fault({ kind: 'refund_not_done', count: 1 });
      const giveBackLeft = () => office.house.app.get(Disputes).giveBackLeft();
      const before = (await refunds(paymentId)).length;
      await Promise.all([giveBackLeft(), giveBackLeft()]);
      await office.looking(async () => (await refunds(paymentId)).at(-1)?.state === 'refunded');
      const after = await refunds(paymentId);
      await giveBackLeft();
      expect([after.length - before, await refunds(paymentId)]).toEqual([2, after]);
      expect(await amountsBack(paymentId)).toEqual([7_500]);
      await expectInvariants(office.database, 'I4');
    });

    test('goes back less what the bank has taken while the next try was waited for', async () => {
      await office.aurora.fault({ kind: 'refund_not_done', count: 1 });
      const paymentId = await paidTwice();
      await until(async () => (await refunds(paymentId)).length === 2);
      await hear(paymentId, 'lost', 5_000);
      await office.advance(66);
      await office.looking(async () => (await refunds(paymentId)).at(-1)?.state === 'refunded');
      expect(await amountsBack(paymentId)).toEqual([7_500]);
      await expectInvariants(office.database, 'I4');
    });

    test('is not forgotten where the bank decides in the moment in which the gateway refuses to give it back', async () => {
      await office.aurora.fault({ kind: 'hang_then_commit', operation: 'refund', count: 1, delayMs: 60_000 });
      const paymentId = await paidTwice();
      const [refund] = await office.database.query<{ id: string; attempt_id: string }>('select id, attempt_id from payments.refund where payment_id = $1', [paymentId]);
      await hear(paymentId, 'opened', 5_000);
      let over = false;
      const refused = () => office.house.app.get(Refunds).hear({ refundId: refund!.id, observation: { kind: 'refused', reason: 'disputed' } }).then(() => void (over = true));
      const hearing = await office.house.app.get(Database).transaction(async (tx) => {
        // As whoever hears of the bank's decision does, and finds the refund still under way.
        await sql`select from payments.attempt where payment_id = ${paymentId}::uuid order by id for update`.execute(tx);
        await sql`update payments.dispute set state = 'lost', settled_at = platform.now() where attempt_id = ${refund!.attempt_id}::uuid`.execute(tx);
        const waiting = [refused()];
        await until(async () => over || (await office.database.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length > 0);
        return waiting;
      });
      await Promise.all(hearing);
      expect(await office.database.query('select state, amount_cents from payments.refund where payment_id = $1 order by id', [paymentId])).toMatchObject([{ state: 'refused', amount_cents: 12_500 }, { amount_cents: 7_500 }]);
    });

    test('of which only a part is wanted waits for the last of the banks, and a loss is what was gone by then', async () => {
      const { paymentId } = await keptBack(5_000);
      await hear(paymentId, 'opened', 2_500, 'another');
      await hear(paymentId, 'lost', 5_000);
      await office.lookNow();
      await office.settled();
      expect(await amountsBack(paymentId)).toEqual([]);
      await hear(paymentId, 'won', 2_500, 'another');
      await office.looking(async () => (await refunds(paymentId)).at(-1)?.state === 'refunded');
      expect(await amountsBack(paymentId)).toEqual([7_500]);
      await hear(paymentId, 'lost', 2_500, 'another');
      expect(await until(() => office.disputes(paymentId).length > 0 && office.disputes(paymentId))).toMatchObject([{ amountCents: 2_500, state: 'lost', surplus: true }]);
      await delivered(office.database);
      expect(office.disputes(paymentId)).toHaveLength(1);
    });

    test('is told as a loss where it had gone back before the bank took it', async () => {
      const paymentId = await paidTwice();
      await until(async () => (await refunds(paymentId)).every(({ state }) => state === 'refunded'));
      await hear(paymentId, 'lost');
      const [told] = await until(() => office.disputes(paymentId).length > 0 && office.disputes(paymentId));
      expect(told).toMatchObject({ gateway: 'aurora', amountCents: 12_500, state: 'lost', surplus: true });
    });
  });

  test('no second live attempt can be written, whoever tries', async () => {
    const paymentId = await office.pay('aurora', { method: 'pix' });
    await until(async () => (await office.path(paymentId))[0] === 'aurora in_flight');
    const insert = office.database.query(
      `insert into payments.attempt (id, payment_id, ordinal, gateway, method, state, amount_cents, currency, description, deadline)
       values ($1, $2, 2, 'bonanza', 'card', 'pending', 1, 'BRL', '', now())`,
      [newId(), paymentId],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'one_live_or_won_attempt' });
  });

  test('a gateway is believed about its own charges only', async () => {
    const paymentId = await office.pay('aurora', { method: 'pix' });
    await office.presented(paymentId);
    const [attempt] = await office.attempts(paymentId);
    const captured = { kind: 'captured', chargeId: attempt!.charge_id!, amountCents: 12_500, currency: 'BRL' } as const;
    const say = (gateway: string) => office.house.app.get(Payments).hear(gateway, [{ about: 'charge', eventId: newId(), reference: attempt!.reference, observation: captured }]);
    await say('bonanza');
    expect(await office.path(paymentId)).toEqual(['aurora in_flight']);
    await say('aurora');
    expect(await office.path(paymentId)).toEqual(['aurora captured']);
  });

  test('an open breaker sends nothing, and payments go to the other gateway', async () => {
    await office.aurora.fault({ kind: 'unavailable' });
    const paymentIds = Array.from({ length: 40 }, () => office.paymentFor('aurora'));
    for (const paymentId of paymentIds.slice(0, 20)) await office.send(office.attempt(paymentId));
    await until(() => paymentIds.slice(0, 20).every((paymentId) => office.endings(paymentId)[0]));
    for (const paymentId of paymentIds.slice(20)) await office.send(office.attempt(paymentId));
    await until(() => paymentIds.every((paymentId) => office.endings(paymentId)[0]?.outcome === 'captured'));
    const paths = await Promise.all(paymentIds.slice(20).map((paymentId) => office.path(paymentId)));
    // Every few seconds one of them is the trial.
    expect(paths.filter((path) => path.length > 1).length).toBeLessThan(5);
    for (const path of paths) expect(path.at(-1)).toBe('bonanza captured');
  });

  test('a charge nobody told us of is found by comparing lists', async () => {
    await office.aurora.webhooks({ lose: 1 });
    const paymentId = await office.pay('aurora', { token: 'tok_error' });
    await until(async () => (await office.path(paymentId))[0] === 'aurora unknown');
    await office.database.query('update payments.attempt set next_look_at = null where payment_id = $1', [paymentId]);
    // Old enough that its answer is no longer on its way.
    await office.advance(31);
    await office.house.app.get(ReconciliationJob).reconcile();
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured' });
  });

  test('a batch of payments with one that cannot be written harms no other', async () => {
    const good = Array.from({ length: 20 }, () => office.paymentFor('aurora'));
    const bad = { ...office.attempt(office.paymentFor('aurora')), payload: { ...office.attempt(newId()).payload, amountCents: -5 } };
    await office.send(...good.slice(0, 10).map((paymentId) => office.attempt(paymentId)), bad, ...good.slice(10).map((paymentId) => office.attempt(paymentId)));
    await until(() => good.every((paymentId) => office.endings(paymentId)[0]?.outcome === 'captured'));
    expect((await office.aurora.summary()).capturedTwice).toEqual([]);
    // Somebody has looked at it; until then `verify` says so (I4).
    await until(async () => (await office.database.query('select from platform.dead_letter')).length > 0);
    expect(await office.database.query('delete from platform.dead_letter returning key')).toEqual([{ key: bad.key }]);
  });
});

test('the invariants hold after all of this', () => expectInvariants(office.database));

describe('the webhook route', () => {
  const body = JSON.stringify({ id: 'evt_1', data: { object: { id: 'ch', reference: 'a'.repeat(32), amount: 1, currency: 'brl', status: 'succeeded', created: 1 } } });
  const sign = (text: string, { secret = office.aurora.webhookSecret, at = Date.now() } = {}): string => {
    const seconds = Math.floor(at / 1_000);
    return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${text}`).digest('hex')}`;
  };
  const post = async (text: string, signature: string | undefined, gateway = 'aurora') => {
    const response = await fetch(`${office.house.url}/api/v1/gateways/${gateway}/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(signature !== undefined && { 'aurora-signature': signature }) },
      body: text,
    });
    return { status: response.status, problem: response.status === 204 ? undefined : ((await response.json()) as { code: string; reason?: string }) };
  };

  test('believes only what is signed over the very bytes, and recently', async () => {
    expect(await post(body, sign(body))).toEqual({ status: 204, problem: undefined });
    expect(await post(body, `v1=${'0'.repeat(64)},${sign(body)}`)).toMatchObject({ status: 204 });
    expect(await post(`${body} `, sign(body))).toMatchObject({ status: 400, problem: { code: 'payments.webhook_refused', reason: 'signature' } });
    expect(await post(body, sign(body, { secret: 'another-secret-of-length' }))).toMatchObject({ status: 400 });
    expect(await post(body, undefined)).toMatchObject({ status: 400 });
    expect(await post(body, sign(body, { at: Date.now() - 301_000 }))).toMatchObject({ status: 400, problem: { reason: 'age' } });
    expect(await post('{"id":1}', sign('{"id":1}'))).toMatchObject({ status: 400, problem: { reason: 'form' } });
    expect(await post(body, sign(body), 'nobody')).toMatchObject({ status: 404, problem: { code: 'payments.gateway_not_found' } });
    expect(await post('nonsense', sign('nonsense'))).toMatchObject({ status: 400 });
  });

  test('an event counts once, and its row is written with its effect', async () => {
    const paymentId = await office.pay('aurora', { method: 'pix' });
    const attempt = await until(async () => (await office.attempts(paymentId)).find(({ state }) => state === 'in_flight'));
    const eventId = `evt_${newId()}`;
    const text = JSON.stringify({ id: eventId, data: { object: { id: attempt.charge_id, reference: attempt.reference, amount: 12_500, currency: 'brl', status: 'succeeded', created: 1 } } });
    await Promise.all([post(text, sign(text)), post(text, sign(text)), post(text, sign(text))]);
    await office.ending(paymentId);
    expect(await office.database.query('select from payments.webhook_event where event_id = $1', [eventId])).toHaveLength(1);
    expect(office.endings(paymentId)).toHaveLength(1);
  });

  test('a gateway is not believed about what was asked of another one', async () => {
    const paymentId = await office.pay('bonanza', { method: 'pix' });
    const attempt = await until(async () => (await office.attempts(paymentId)).find(({ state }) => state === 'in_flight'));
    await office.house.app.get(Attempts).hear({
      attemptId: attempt.id, via: 'notice', event: { gateway: otherGateway(attempt.gateway), eventId: newId() },
      observation: { kind: 'captured', chargeId: attempt.charge_id!, amountCents: 12_500, currency: 'BRL' },
    });
    expect(await office.attempts(paymentId)).toMatchObject([{ state: 'in_flight' }]);
    expect(office.endings(paymentId)).toEqual([]);
  });
});
