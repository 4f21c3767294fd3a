import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SeeToAttempt } from '#payments';
import { ActRecorded, newId } from '#platform';
import { PaymentConflicted } from '#wallet';
import { delivered } from '../../test/support/delivered.js';
import { until } from '../../test/support/eventually.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { AttemptPayment, RefundAttempt, WalletHouse } from '../../test/support/wallet-house.js';

const rosa = newPrincipal({ role: 'administrator' });
const vera = newPrincipal({ role: 'administrator' });
const olga = newPrincipal({ role: 'organiser' });
const real = (amountCents: number) => ({ amountCents, currency: 'BRL' });

let wallet: WalletHouse;
beforeAll(async () => {
  wallet = await WalletHouse.start(await TestDatabase.create(), { rosa, vera, olga });
});
afterEach(() => wallet.verify());

async function call(method: string, path: string, body?: unknown, key?: string, user = 'rosa') {
  const response = await fetch(`${wallet.house.url}/api/v1/conflicts${path}`, {
    method,
    headers: { authorization: `Bearer ${user}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...(key && { 'idempotency-key': key }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the route answers
  return { status: response.status, body: (await response.json()) as any };
}
const giveBack = (paymentId: string, key = newId(), user = 'rosa') => call('POST', `/${paymentId}/refunds`, undefined, key, user);
const close = (paymentId: string, note = 'given back on its page', key = newId(), user = 'rosa') => call('POST', `/${paymentId}/closing`, { note }, key, user);
const standing = async (paymentId: string) => (await call('GET', `/${paymentId}`)).body.state as string;
const becomes = (paymentId: string, state: string) => until(async () => (await standing(paymentId)) === state);
const news = (paymentId: string) => wallet.heard.flatMap((message) => (PaymentConflicted.is(message) && message.payload.paymentId === paymentId ? [message.payload] : []));
const asked = (paymentId: string) => wallet.heard.flatMap((message) => (RefundAttempt.is(message) && message.payload.paymentId === paymentId ? [message.payload] : []));
const acts = (paymentId: string) =>
  wallet.database.query<{ action: string }>(`select payload ->> 'action' as action from platform.event_log where type = $1 and payload ->> 'target' = $2 order by position`, [ActRecorded.name, `payment:${paymentId}`]);

/** A payment of 100.00 of which the gateway took something else. */
async function conflicted(amountCents = 9_999, currency?: string) {
  const request = await wallet.request({ buyer: { name: 'Ana', email: 'ana@example.com' }, language: 'es' });
  await wallet.hear(AttemptPayment, request.paymentId);
  await wallet.say(wallet.conflicted(request.paymentId, amountCents, currency));
  await wallet.hear(PaymentConflicted, request.paymentId);
  return request;
}

describe('what a gateway took otherwise than asked', () => {
  test('is told to whoever mails the buyer, and listed beside what was asked for', async () => {
    const { paymentId, purpose } = await conflicted();
    expect(news(paymentId)).toMatchObject([{ state: 'arisen', purpose, askedCents: 10_000, taken: real(9_999), payerEmail: 'ana@example.com', language: 'es' }]);
    expect((await call('GET', '?state=open&limit=1')).body).toMatchObject({ items: [{ paymentId, purpose, asked: real(10_000), taken: real(9_999), left: real(9_999), booked: true, state: 'open', gateway: 'aurora', settledAt: null }] });
  });

  test('goes back whole, once under one key, and is told when it is there', async () => {
    const { paymentId } = await conflicted();
    const key = newId();
    const answers = await Promise.all([giveBack(paymentId, key), giveBack(paymentId, key)]);
    expect(answers).toMatchObject([{ status: 202, body: { state: 'returning' } }, { status: 202, body: { state: 'returning' } }]);
    const { refundId, amountCents } = await wallet.hear<RefundAttempt>(RefundAttempt, paymentId);
    expect(amountCents).toBe(9_999);
    await wallet.say(wallet.refunded(paymentId, refundId));
    await becomes(paymentId, 'returned');
    // Whoever asks again is told what was told then.
    expect(await giveBack(paymentId, key)).toEqual(answers[0]);
    await delivered(wallet.database);
    expect(asked(paymentId)).toHaveLength(1);
    expect(news(paymentId).map(({ state }) => state)).toEqual(['arisen', 'returned']);
    expect([await wallet.state(paymentId), await acts(paymentId)]).toEqual(['refunded', [{ action: 'wallet.return_conflict' }]]);
  });

  test('that the gateway would not give back is shown as refused, and tried again under another name', async () => {
    const { paymentId } = await conflicted();
    const key = newId();
    await giveBack(paymentId, key);
    const first = await wallet.hear<RefundAttempt>(RefundAttempt, paymentId);
    await wallet.say(wallet.refunded(paymentId, first.refundId, 'refused'));
    await becomes(paymentId, 'refused');
    expect((await call('GET', '?state=refused')).body.items).toMatchObject([{ paymentId }]);
    // The same key is the same try, which has had its answer.
    expect(await giveBack(paymentId, key)).toMatchObject({ status: 202, body: { state: 'returning', refundId: first.refundId } });
    expect(await standing(paymentId)).toBe('refused');
    expect(await giveBack(paymentId)).toMatchObject({ status: 202, body: { state: 'returning' } });
    const second = await until(() => asked(paymentId)[1]);
    expect(second.refundId).not.toBe(first.refundId);
    await wallet.say(wallet.refunded(paymentId, second.refundId));
    await becomes(paymentId, 'returned');
  });

  test('that was seen to by hand is closed with a note, and the processor knows of it', async () => {
    const { paymentId } = await conflicted();
    expect(await close(paymentId)).toMatchObject({ status: 200, body: { state: 'closed', note: 'given back on its page', decidedBy: rosa.userId } });
    expect(await wallet.hear<SeeToAttempt>(SeeToAttempt, paymentId)).toMatchObject({ paymentId });
    await until(() => news(paymentId).length === 2);
    expect(news(paymentId)[1]).toMatchObject({ state: 'closed' });
    expect([await wallet.state(paymentId), await acts(paymentId)]).toEqual(['refunded', [{ action: 'wallet.close_conflict' }]]);
  });

  test('in another currency is in no book, and goes back in its own', async () => {
    const suspended = () => wallet.database.query(`select sum(amount_cents)::bigint as cents from wallet.entry join wallet.account on account.id = account_id where owner = 'suspense'`);
    const before = await suspended();
    const { paymentId } = await conflicted(10_000, 'USD');
    expect(await suspended()).toEqual(before);
    expect((await call('GET', `/${paymentId}`)).body).toMatchObject({ asked: real(10_000), taken: { amountCents: 10_000, currency: 'USD' }, booked: false });
    await giveBack(paymentId);
    const { refundId, amountCents } = await wallet.hear<RefundAttempt>(RefundAttempt, paymentId);
    expect(amountCents).toBe(10_000);
    await wallet.say(wallet.refunded(paymentId, refundId));
    await becomes(paymentId, 'returned');
    const byHand = await conflicted(10_000, 'USD');
    await close(byHand.paymentId);
    expect([await wallet.state(byHand.paymentId), await suspended()]).toEqual(['refunded', before]);
  });

  test('of which a bank has taken a part goes back without that part, and says so', async () => {
    const { paymentId } = await conflicted();
    await wallet.say(wallet.disputed(paymentId, newId(), 'lost', 3_000));
    await until(async () => (await call('GET', `/${paymentId}`)).body.left.amountCents === 6_999);
    await giveBack(paymentId);
    const { refundId } = await wallet.hear<RefundAttempt>(RefundAttempt, paymentId);
    await wallet.say(wallet.refunded(paymentId, refundId));
    await becomes(paymentId, 'returned');
    await delivered(wallet.database);
    expect(news(paymentId)).toMatchObject([{ state: 'arisen', taken: real(9_999) }, { state: 'returned', taken: real(9_999), backCents: 6_999 }]);
    expect(news(paymentId)[0]).not.toHaveProperty('backCents');
  });

  test('that a bank wants is for nobody else to decide until the bank has', async () => {
    const { paymentId } = await conflicted();
    const disputeId = newId();
    await wallet.say(wallet.disputed(paymentId, disputeId, 'opened', 9_999));
    await until(async () => (await call('GET', `/${paymentId}`)).body.disputed?.amountCents === 9_999);
    const key = newId();
    const no = { status: 409, body: { code: 'wallet.conflict_not_open', state: 'disputed' } };
    expect(await giveBack(paymentId, key)).toMatchObject(no);
    expect(await close(paymentId)).toMatchObject(no);
    await wallet.say(wallet.disputed(paymentId, disputeId, 'won', 9_999));
    await until(async () => (await call('GET', `/${paymentId}`)).body.disputed === undefined);
    // Under its key the refusal is kept, though it would not be refused any more.
    expect(await giveBack(paymentId, key)).toMatchObject(no);
    expect(await giveBack(paymentId)).toMatchObject({ status: 202 });
  });

  test('and that a bank has taken is settled, without a second loss', async () => {
    const { paymentId } = await conflicted();
    const disputeId = newId();
    await wallet.say(wallet.disputed(paymentId, disputeId, 'opened', 9_999), wallet.disputed(paymentId, disputeId, 'lost', 9_999));
    await becomes(paymentId, 'taken_back');
    expect(await giveBack(paymentId)).toMatchObject({ status: 409, body: { state: 'taken_back' } });
    expect(asked(paymentId)).toEqual([]);
  });
});

test('what is decided and still in suspense would be found (I4), as would what is in suspense and no conflict', async () => {
  const { paymentId } = await conflicted();
  const tamper = (text: string) => wallet.database.query(text, [paymentId]);
  await tamper(`update wallet.conflict set state = 'closed', settled_at = platform.now(), note = 'x', decided_by = payment_id where payment_id = $1`);
  await tamper(`update wallet.payment set state = 'refunded' where id = $1`);
  await expect(wallet.verify()).rejects.toThrow('what was taken otherwise than asked is in the ledger until it has gone back');
  await tamper(`update wallet.payment set state = 'conflicted' where id = $1`);
  await expect(wallet.verify()).rejects.toThrow('a payment is conflicted while nobody has decided');
  const [kept] = await wallet.database.query<{ row: string }>(`delete from wallet.conflict where payment_id = $1 returning to_jsonb(conflict)::text as row`, [paymentId]);
  await expect(wallet.verify()).rejects.toThrow('what was taken otherwise than asked is a conflict');
  await wallet.database.query(`insert into wallet.conflict select * from jsonb_populate_record(null::wallet.conflict, $1::jsonb || '{"state": "open", "settled_at": null, "note": null, "decided_by": null}')`, [kept!.row]);
});

describe('deciding', () => {
  test('is for administrators, under a key, and of what there is', async () => {
    const { paymentId } = await conflicted();
    for (const user of ['olga', 'nobody']) {
      const status = user === 'olga' ? 403 : 401;
      expect(await call('GET', '', undefined, undefined, user)).toMatchObject({ status });
      expect(await giveBack(paymentId, newId(), user)).toMatchObject({ status });
      expect(await close(paymentId, 'x', newId(), user)).toMatchObject({ status });
    }
    expect(await call('POST', `/${paymentId}/refunds`)).toMatchObject({ status: 400, body: { code: 'wallet.idempotency_key_required' } });
    expect(await call('POST', `/${paymentId}/closing`, { note: 'x' })).toMatchObject({ status: 400 });
    expect(await close(paymentId, ' ')).toMatchObject({ status: 400 });
    expect(await giveBack(newId())).toMatchObject({ status: 404, body: { code: 'wallet.conflict_not_found' } });
    expect(await standing(paymentId)).toBe('open');
  });

  test('is one decision: two people at once are one, and a key is for one thing', async () => {
    const { paymentId } = await conflicted();
    const key = newId();
    const answers = await Promise.all([giveBack(paymentId, key), close(paymentId, 'by hand', newId(), 'vera')]);
    expect(answers.map(({ status }) => status).toSorted()).toSatisfy((statuses: number[]) => statuses.filter((status) => status === 409).length === 1);
    expect(await close(paymentId, 'by hand', key)).toMatchObject({ status: 422, body: { code: 'wallet.idempotency_key_reused' } });
  });
});
