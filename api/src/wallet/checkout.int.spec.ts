import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { until } from '../../test/support/eventually.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { newPrincipal } from '../../test/support/principal.js';
import { AttemptPayment, WalletHouse } from '../../test/support/wallet-house.js';

const ana = newPrincipal();
const bia = newPrincipal();
const real = (amountCents: number) => ({ amountCents, currency: 'BRL' });

let wallet: WalletHouse;
let payeeId: string;
beforeAll(async () => {
  wallet = await WalletHouse.start(await TestDatabase.create(), { ana, bia });
  payeeId = (await call('GET', 'payees', {}, null)).body.items[0].id;
});
afterEach(() => wallet.verify());

interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the route answers
  body: any;
}
async function call(method: string, path: string, headers: Record<string, string> = {}, body: unknown = null, user = 'ana'): Promise<Answer> {
  const response = await fetch(`${wallet.house.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${user}`, ...(body !== null && { 'content-type': 'application/json' }), ...headers },
    ...(body !== null && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}
const keyed = (key: string = newId(), prefer?: string) => ({ 'idempotency-key': key, ...(prefer && { prefer }) });
const topUp = (amountCents: number, payment: object = { method: 'card', token: 'tok_ok' }) => ({ amount: real(amountCents), payment });
const service = (amountCents: number, payment: object) => ({ payeeId, amount: real(amountCents), payment });
const movements = async (user?: string) => (await call('GET', 'wallet/transfers', {}, null, user)).body.items;

/** The gateway answers the next attempt as soon as it is asked. */
async function gateway(answer: (paymentId: string, amountCents: number) => Parameters<WalletHouse['say']>[0]): Promise<void> {
  const seen = new Set(wallet.heard);
  const asked = await until(() => wallet.heard.find((message) => !seen.has(message) && AttemptPayment.is(message)));
  const { amountCents } = asked.payload as { amountCents: number };
  await wallet.say(answer(asked.key, amountCents));
}
const captures = () => gateway((paymentId, amountCents) => wallet.captured(paymentId, amountCents));

describe('a top-up', () => {
  test('that the caller waits for is answered completed, and stands on the balance', async () => {
    expect((await call('GET', 'wallet')).body).toEqual({ balance: real(0), frozen: real(0), available: real(0) });
    const [answer] = await Promise.all([call('POST', 'wallet/top-ups', keyed(newId(), 'wait=8'), topUp(20_000)), captures()]);
    expect(answer).toMatchObject({ status: 201, body: { state: 'completed', amount: real(20_000), purpose: { kind: 'top_up' } } });
    expect((await call('GET', 'wallet')).body).toEqual({ balance: real(20_000), frozen: real(0), available: real(20_000) });
    expect(await movements()).toMatchObject([{ kind: 'top_up', direction: 'in', state: 'posted', amount: real(20_000), paymentId: answer.body.id }]);
  });

  test('that nobody waits for is answered 202 at once, and later by its id', async () => {
    const answer = await call('POST', 'wallet/top-ups', keyed(), topUp(100));
    expect(answer).toMatchObject({ status: 202, body: { state: 'awaiting_gateway' } });
    expect(await call('GET', `payments/${answer.body.id}`)).toMatchObject({ status: 200, body: { state: 'awaiting_gateway' } });
  });

  test('by PIX is answered with its code, though the caller did not ask to wait', async () => {
    const presents = gateway((paymentId) => wallet.presented(paymentId));
    const [answer] = await Promise.all([call('POST', 'wallet/top-ups', keyed(), topUp(100, { method: 'pix' })), presents]);
    expect(answer).toMatchObject({ status: 201, body: { state: 'presented', pix: { brCode: '000201' } } });
  });

  test('that is declined is answered with the reason', async () => {
    const declines = gateway((paymentId) => wallet.ended(paymentId, 'declined'));
    const [answer] = await Promise.all([call('POST', 'wallet/top-ups', keyed(newId(), 'respond-async, wait=8'), topUp(100)), declines]);
    expect(answer).toMatchObject({ status: 201, body: { state: 'failed', failure: { reason: 'declined', retryable: true } } });
  });
});

describe('an idempotency key', () => {
  test('with the same body is the same payment in its present state, whatever the order of its members', async () => {
    const key = newId();
    const first = await call('POST', 'wallet/top-ups', keyed(key), topUp(300));
    await wallet.say(wallet.captured(first.body.id, 300));
    await until(async () => (await wallet.state(first.body.id)) === 'completed');
    const again = await call('POST', 'wallet/top-ups', keyed(key), { payment: { token: 'tok_ok', method: 'card' }, amount: { currency: 'BRL', amountCents: 300 } });
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id, state: 'completed' } });
  });

  test('sent ten times at once makes one payment', async () => {
    const key = newId();
    const answers = await Promise.all(Array.from({ length: 10 }, () => call('POST', 'wallet/top-ups', keyed(key), topUp(400))));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await wallet.database.query('select from wallet.payment where amount_cents = 400')).toHaveLength(1);
  });

  test('with another body, or for another call, is refused', async () => {
    const key = newId();
    await call('POST', 'wallet/top-ups', keyed(key), topUp(500));
    const refused = { status: 422, body: { code: 'wallet.idempotency_key_reused' } };
    expect(await call('POST', 'wallet/top-ups', keyed(key), topUp(501))).toMatchObject(refused);
    expect(await call('POST', 'payments', keyed(key), service(500, { method: 'wallet' }))).toMatchObject(refused);
  });

  test('is each user\'s own', async () => {
    const key = newId();
    const [mine, hers] = await Promise.all([call('POST', 'wallet/top-ups', keyed(key), topUp(600)), call('POST', 'wallet/top-ups', keyed(key), topUp(601), 'bia')]);
    expect([mine.status, hers.status]).toEqual([202, 202]);
  });

  test.each<[string, Record<string, string>]>([['missing', {}], ['too long', keyed('k'.repeat(256))], ['with a blank', keyed('a b')]])('that is %s is asked for', async (_, headers) => {
    expect(await call('POST', 'wallet/top-ups', headers, topUp(1))).toMatchObject({ status: 400, body: { code: 'wallet.idempotency_key_required' } });
  });
});

describe('a service', () => {
  test('is paid from the balance at once, and the same answer is given again', async () => {
    const key = newId();
    const body = service(2_000, { method: 'wallet' });
    const answer = await call('POST', 'payments', keyed(key), body);
    expect(answer).toMatchObject({ status: 201, body: { state: 'completed', payeeId, method: 'wallet', fromWallet: real(2_000) } });
    expect(await call('POST', 'payments', keyed(key), body)).toEqual(answer);
    expect((await movements())[0]).toMatchObject({ kind: 'payment', direction: 'out', state: 'posted', amount: real(2_000) });
  });

  test('that the balance does not reach is a failed payment, again and again for the same key', async () => {
    const key = newId();
    const body = service(1_000, { method: 'wallet' });
    const answer = await call('POST', 'payments', keyed(key), body, 'bia');
    expect(answer).toMatchObject({ status: 201, body: { state: 'failed', failure: { reason: 'insufficient_funds', retryable: true } } });
    expect(await call('POST', 'payments', keyed(key), body, 'bia')).toEqual(answer);
  });

  test('is paid in part from the balance, which is frozen meanwhile', async () => {
    const { body } = await call('POST', 'payments', keyed(), service(3_000, { method: 'card', token: 'tok_ok', fromWallet: real(1_000) }));
    expect((await call('GET', 'wallet')).body.frozen).toEqual(real(1_000));
    expect((await movements())[0]).toMatchObject({ state: 'pending', amount: real(1_000) });
    await wallet.say(wallet.ended(body.id, 'declined'));
    await until(async () => (await wallet.state(body.id)) === 'failed');
    expect((await call('GET', 'wallet')).body.frozen).toEqual(real(0));
    expect((await movements())[0]).toMatchObject({ state: 'voided', amount: real(1_000) });
  });

  test('to a payee whose id is written in upper case is the same as in lower case, when it is paid, too', async () => {
    const key = newId();
    const payment = { method: 'card', token: 'tok_ok', fromWallet: real(1_000) };
    const { body } = await call('POST', 'payments', keyed(key), { ...service(3_000, payment), payeeId: payeeId.toUpperCase() });
    expect(body).toMatchObject({ payeeId });
    expect((await call('POST', 'payments', keyed(key), service(3_000, payment))).body.id).toBe(body.id);
    await wallet.say(wallet.captured(body.id, 2_000));
    await until(async () => (await wallet.state(body.id)) === 'completed');
    expect((await call('GET', `payments/${body.id.toUpperCase()}`)).body).toMatchObject({ id: body.id, state: 'completed' });
    expect(await wallet.database.query(`select from wallet.account where owner <> lower(owner)`)).toEqual([]);
  });

  test('of somebody unknown or retired is refused, and the key stays free', async () => {
    const key = newId();
    expect(await call('POST', 'payments', keyed(key), { ...service(1, { method: 'wallet' }), payeeId: newId() })).toMatchObject({ status: 404, body: { code: 'wallet.payee_not_found' } });
    expect(await call('POST', 'payments', keyed(key), service(1, { method: 'wallet' }))).toMatchObject({ status: 201 });
  });

  test('paid by somebody else is not found', async () => {
    const { body } = await call('POST', 'payments', keyed(), service(1, { method: 'wallet' }));
    expect(await call('GET', `payments/${body.id}`, {}, null, 'bia')).toMatchObject({ status: 404, body: { code: 'wallet.payment_not_found' } });
    expect(await call('GET', `payments/${newId()}`)).toMatchObject({ status: 404, body: { code: 'wallet.payment_not_found' } });
  });

  test.each<[string, object]>([
    ['a negative amount', { ...topUp(-1) }],
    ['a fraction of a cent', { ...topUp(1.5) }],
    ['nothing', { ...topUp(0) }],
    ['more than anybody pays', { ...topUp(1e12) }],
    ['the balance into itself', { ...topUp(1, { method: 'wallet' }) }],
    ['a card without its token', { ...topUp(1, { method: 'card' }) }],
    ['unknown members', { ...topUp(1), tip: 1 }],
  ])('is not moved by %s', async (_, body) => {
    const before = await wallet.database.query('select count(*) from wallet.payment');
    expect(await call('POST', 'wallet/top-ups', keyed(), body)).toMatchObject({ status: 400, body: { code: 'platform.invalid_request' } });
    expect(await wallet.database.query('select count(*) from wallet.payment')).toEqual(before);
  });

  test('in another currency than the ledger\'s is refused, and the answer says which it has', async () => {
    const dollar = { amountCents: 1, currency: 'USD' };
    const refused = { status: 422, body: { code: 'wallet.currency_not_accepted', currency: 'BRL' } };
    expect(await call('POST', 'wallet/top-ups', keyed(), { ...topUp(1), amount: dollar })).toMatchObject(refused);
    expect(await call('POST', 'payments', keyed(), service(1, { method: 'pix', fromWallet: dollar }))).toMatchObject(refused);
  });

  test('more from the balance than the amount is refused', async () => {
    const body = service(1_000, { method: 'pix', fromWallet: real(1_001) });
    expect(await call('POST', 'payments', keyed(), body)).toMatchObject({ status: 400, body: { problems: [{ path: 'payment.fromWallet' }] } });
  });
});

test('the movements are paged, newest first, without one left out or shown twice', async () => {
  const all = await movements();
  const paged: { createdAt: string }[] = [];
  let cursor = '';
  do {
    const { body } = await call('GET', `wallet/transfers?limit=2${cursor && `&cursor=${cursor}`}`);
    expect(body.items.length).toBeLessThanOrEqual(2);
    paged.push(...body.items);
    cursor = body.nextCursor ?? '';
  } while (cursor);
  expect(paged).toEqual(all);
  expect(paged.map(({ createdAt }) => createdAt)).toEqual(paged.map(({ createdAt }) => createdAt).sort().reverse());
});

test('nobody sees a wallet without signing in', async () => {
  for (const path of ['wallet', 'wallet/transfers', `payments/${newId()}`]) {
    expect((await call('GET', path, {}, null, 'nobody')).status).toBe(401);
  }
});
