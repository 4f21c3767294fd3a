import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Config, Database, newId } from '#platform';
import { PaymentCompleted, PaymentFailed, PaymentRefunded } from '#wallet';
import { eventually, until } from '../../test/support/eventually.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { testEnvironment } from '../../test/support/test-house.js';
import { AttemptPayment, RefundAttempt, WalletHouse } from '../../test/support/wallet-house.js';

const [ana, rosa] = [newPrincipal(), newPrincipal({ role: 'administrator' })];

let main: TestDatabase;
let own: TestDatabase;
let one: WalletHouse;
beforeAll(async () => {
  [main, own] = [await TestDatabase.create(), await TestDatabase.create()];
  one = await WalletHouse.start(main, { ana, rosa }, [], {}, own);
  await WalletHouse.start(main, {}, one.heard, {}, own);
});
afterEach(() => one.verify());

const call = (method: string, path: string, body: unknown, user: string) =>
  fetch(`${one.house.url}/api/v1/${path}`, { method, headers: { authorization: `Bearer ${user}`, 'content-type': 'application/json', 'idempotency-key': newId() }, body: JSON.stringify(body) });
const carriedOver = () => until(async () => {
  const waiting = await own.query('select from platform.outbox');
  const behind = await own.query(`select from platform.event_partition last left join platform.consumer_offset read on read.consumer = 'carrier.wallet' and (read.channel, read.partition) = (last.channel, last.partition) where last.position > coalesce(read.position, 0)`);
  return waiting.length + behind.length === 0;
});

describe('a wallet with a database of its own', () => {
  test('is asked and answers over the main one, and keeps its facts to itself', async () => {
    const { paymentId, purpose } = await one.request({ feeCents: 100 });
    await one.hear(AttemptPayment, paymentId);
    await one.say(one.captured(paymentId, 10_000));
    expect(await one.hear(PaymentCompleted, paymentId)).toMatchObject({ purpose, amountCents: 10_000 });
    const refundId = newId();
    await one.say(one.refund(paymentId, refundId, 10_000));
    await one.hear(RefundAttempt, paymentId);
    await one.say(one.refunded(paymentId, refundId));
    await one.hear(PaymentRefunded, paymentId);
    expect(await main.query('select from wallet.payment')).toEqual([]);
    expect(await own.query('select id from wallet.payment where id = $1', [paymentId])).toEqual([{ id: paymentId }]);
  });

  test('serves its routes from there, and what is done on them is told in the main one', async () => {
    const answer = await call('POST', 'wallet/top-ups', { amount: { amountCents: 700, currency: 'BRL' }, payment: { method: 'card', token: 'tok_ok' } }, 'ana');
    const { id } = (await answer.json()) as { id: string };
    expect(answer.status).toBe(202);
    await one.hear(AttemptPayment, id);
    await one.say(one.captured(id, 700));
    await one.hear(PaymentCompleted, id);
    expect(await one.balance(ana.userId)).toEqual([700, 0]);
    const payee = (await (await call('POST', 'payees', { name: 'Guarda-volumes' }, 'rosa')).json()) as { id: string };
    await until(async () => (await main.query(`select from platform.event_log where type = 'audit.act_recorded' and key = $1`, [`payee:${payee.id}`])).length === 1);
  });

  test('says everything once and in order, though it is carried again after every crash', async () => {
    const requests = await Promise.all(Array.from({ length: 30 }, () => one.request({ method: 'pix' })));
    const ids = requests.map(({ paymentId }) => paymentId);
    for (const id of ids) await one.hear(AttemptPayment, id);
    await carriedOver();
    await one.say(...ids.flatMap((id) => [one.presented(id), one.captured(id, 10_000)]));
    for (const id of ids) await one.hear(PaymentCompleted, id);
    await carriedOver();
    // As if every carrier had died between the two commits, from the very beginning on.
    await own.query(`update platform.consumer_offset set position = 0 where consumer = 'carrier.wallet'`);
    for (const { id, type, version, key, payload } of one.heard.filter((message) => AttemptPayment.is(message))) {
      await own.query(`insert into platform.outbox (kind, channel, partition, message_id, type, version, key, payload) values ('command', 'payments', 0, $1, $2, $3, $4, $5)`,
        [id, type, version, key, JSON.stringify(payload)]);
    }
    await carriedOver();
    const { paymentId: witness } = await one.request({ method: 'wallet' });
    await one.hear(PaymentFailed, witness);
    for (const id of ids) expect(one.about(id)).toEqual(['payments.attempt_payment', 'wallet.payment_presented', 'wallet.payment_completed']);
    const twice = await main.query(`select message_id from platform.event_log group by message_id having count(*) > 1`);
    expect(twice).toEqual([]);
  });

  test('tells how much is still to be carried', async () => {
    await carriedOver();
    const metrics = async () => (await fetch(`${one.house.url}/metrics`)).text();
    await eventually(async () => expect(await metrics()).toMatch(/^catraca_wallet_messages_to_carry 0$/m));
    // Of a partition that nobody drives: it stays.
    await own.query(`insert into platform.outbox (kind, channel, partition, message_id, type, version, key, payload) values ('command', 'payments', 99, $1, 'x', 1, 'x', '{}')`, [newId()]);
    // What the wallet says by itself meanwhile is carried.
    try {
      await eventually(async () => expect(await metrics()).toMatch(/^catraca_wallet_messages_to_carry 1$/m));
    } finally {
      await own.query('delete from platform.outbox where partition = 99');
    }
  });

  test('tells its health as a part of the house', async () => {
    const health = (await (await fetch(`${one.house.url}/health`)).json()) as { parts: Record<string, { ok: boolean }> };
    expect(health.parts['wallet database']).toMatchObject({ ok: true });
  });
});

test('a database of its own that is the main one is refused, however its address is written', async () => {
  const environment = testEnvironment(main, '.');
  expect(() => Config.parse({ ...environment, WALLET_DATABASE_URL: main.url })).toThrow('WALLET_DATABASE_URL');
  await expect(WalletHouse.start(main, {}, [], {}, { url: `${main.url}?application_name=again` } as TestDatabase)).rejects.toThrow('is the main one');
});

test('without one the two are the same, and nothing is carried', async () => {
  const database = await TestDatabase.create();
  const house = await WalletHouse.start(database);
  const { paymentId } = await house.request();
  await house.hear(AttemptPayment, paymentId);
  expect(await database.query(`select from platform.inbox where consumer like 'carrier%'`)).toEqual([]);
  expect(house.house.app.get(Database)).toBeInstanceOf(Database);
});
