import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { PaymentCompleted, PaymentRefunded } from '#wallet';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { AttemptPayment, muchLater, WalletHouse } from '../../test/support/wallet-house.js';
import { ClosingJob } from './closing.job.js';

const rosa = newPrincipal({ role: 'administrator' });
const real = (amountCents: number) => ({ amountCents, currency: 'BRL' });
const organiser = newId();

let wallet: WalletHouse;
beforeAll(async () => {
  wallet = await WalletHouse.start(await TestDatabase.create(), { rosa, olga: newPrincipal({ role: 'organiser' }) });
});
beforeEach(async () => {
  // What other tests left with the gateway is paid out, so that each begins with one that owes nothing.
  const { owed } = (await payouts()).body;
  if (owed.amountCents > 0) await record({ gross: owed, net: owed });
});
afterEach(() => wallet.verify());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}, user = 'rosa') {
  const response = await fetch(`${wallet.house.url}/api/v1/ledger/${path}`, {
    method,
    headers: { authorization: `Bearer ${user}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the route answers
  return { status: response.status, text, body: (response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined) as any };
}
const payouts = (query = '', gateway = 'aurora') => call('GET', `gateways/${gateway}/payouts${query}`);
const stated = (change: object = {}) => ({ gross: real(10_000), fees: real(0), net: real(10_000), reference: `po_${newId()}`, valueDate: '2026-11-25', ...change });
const record = (change: object = {}, { key = newId(), user = 'rosa', gateway = 'aurora' } = {}) => call('POST', `gateways/${gateway}/payouts`, stated(change), { 'idempotency-key': key }, user);
const reverse = (id: string, note = 'mistyped', key = newId()) => call('POST', `gateways/aurora/payouts/${id}/reversal`, { note }, { 'idempotency-key': key });

async function taken(amountCents: number): Promise<{ paymentId: string }> {
  const { paymentId } = await wallet.request({ payeeAccount: organiser, amountCents, deadline: muchLater() });
  await wallet.hear(AttemptPayment, paymentId);
  await wallet.say(wallet.captured(paymentId, amountCents));
  await wallet.hear(PaymentCompleted, paymentId);
  return { paymentId };
}
const balances = async () => {
  const rows = await wallet.database.query<{ owner: string; balance: number }>(`select owner, balance_cents as balance from wallet.account_balance where kind in ('gateway', 'platform')`);
  const of = Object.fromEntries(rows.map(({ owner, balance }) => [owner, balance]));
  return { aurora: of['aurora'] ?? 0, clearing: of['clearing'] ?? 0, fees: of['gateway_fees'] ?? 0 };
};

describe("a gateway's payout", () => {
  test('is what it owes less: the net is at the bank, the fees are an expense, and no organiser notices', async () => {
    await taken(10_000);
    const [before, owedBefore] = [await balances(), await wallet.database.query('select balance_cents from wallet.account_balance where owner = $1', [organiser])];
    const { status, body } = await record({ gross: real(8_000), fees: real(300), net: real(7_700), note: 'Tuesday' });
    expect({ status, body }).toMatchObject({ status: 201, body: { gateway: 'aurora', gross: real(8_000), fees: real(300), net: real(7_700), valueDate: '2026-11-25', note: 'Tuesday', recordedBy: rosa.userId } });
    const after = await balances();
    expect({ aurora: after.aurora - before.aurora, clearing: after.clearing - before.clearing, fees: after.fees - before.fees }).toEqual({ aurora: 8_000, clearing: -7_700, fees: -300 });
    expect((await payouts('?limit=1')).body).toMatchObject({ owed: real(2_000), items: [body] });
    expect((await call('GET', `gateways/aurora/payouts/${body.id}`)).body).toEqual(body);
    expect(await wallet.database.query('select balance_cents from wallet.account_balance where owner = $1', [organiser])).toEqual(owedBefore);
    const [act] = await wallet.database.query<{ payload: object }>(`select payload from platform.event_log where type = 'audit.act_recorded' and key = 'gateway:aurora' order by position desc limit 1`);
    expect(act?.payload).toMatchObject({ actor: rosa.userId, action: 'wallet.record_payout', data: { payoutId: body.id, grossCents: 8_000 } });
  });

  test('is never more than the gateway owes, also where the books were closed and two write at once', async () => {
    await taken(1_000);
    await wallet.database.advance(960);
    await wallet.house.app.get(ClosingJob).run();
    expect(await record({ gross: real(1_001), net: real(1_001) })).toMatchObject({ status: 409, body: { code: 'wallet.gateway_owes_less', owedCents: 1_000, currency: 'BRL' } });
    const answers = await Promise.all([1, 2, 3, 4].map(() => record({ gross: real(600), net: real(600) })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
    expect((await payouts()).body.owed).toEqual(real(400));
    expect(await record({}, { gateway: 'nobody' })).toMatchObject({ status: 409, body: { code: 'wallet.gateway_owes_less', owedCents: 0 } });
    expect((await payouts('', 'nobody')).body).toEqual({ owed: real(0), items: [] });
  });

  test('may be entered after a refund that was booked later than it came, and its money is not there twice', async () => {
    const { paymentId } = await taken(1_000);
    const [before] = await wallet.database.query<{ day: string }>(`select (platform.now() at time zone 'UTC')::date::text as day`);
    await wallet.database.advance(86_400);
    const [after] = await wallet.database.query<{ day: string }>(`select (platform.now() at time zone 'UTC')::date::text as day`);
    const refundId = newId();
    await wallet.say(wallet.refund(paymentId, refundId, 200));
    await wallet.say(wallet.refunded(paymentId, refundId));
    await wallet.hear(PaymentRefunded, paymentId);
    const [came, later] = [{ valueDate: before!.day }, { valueDate: after!.day }];
    expect(await record({ gross: real(1_001), net: real(1_001), ...came })).toMatchObject({ status: 409, body: { code: 'wallet.gateway_owes_less', owedCents: 800 } });
    const first = await record({ gross: real(300), net: real(300), ...later });
    expect(first.status).toBe(201);
    // The 300 that came later were there then, so no more than 700 had come before.
    expect(await record({ gross: real(701), net: real(701), ...came })).toMatchObject({ status: 409, body: { owedCents: 500 } });
    expect((await reverse(first.body.id)).status).toBe(201);
    expect((await record({ gross: real(1_000), fees: real(30), net: real(970), ...came })).status).toBe(201);
    expect((await payouts()).body.owed).toEqual(real(-200));
    for (const day of [came, later]) expect(await record({ gross: real(1), net: real(1), ...day })).toMatchObject({ status: 409, body: { owedCents: -200 } });
    await taken(200);
  });

  test('is one for one key, and one for one name of the gateway', async () => {
    await taken(10_000);
    const [key, reference] = [newId(), `po_${newId()}`];
    const answers = await Promise.all([1, 2, 3].map(() => record({ gross: real(100), net: real(100), reference }, { key })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await record({ reference }, { key })).toMatchObject({ status: 422, body: { code: 'wallet.idempotency_key_reused' } });
    expect(await reverse(answers[0]!.body.id, 'x', key)).toMatchObject({ status: 422, body: { code: 'wallet.idempotency_key_reused' } });
    expect(await record({ gross: real(1), net: real(1), reference })).toMatchObject({ status: 409, body: { code: 'wallet.payout_reference_taken', payoutId: answers[0]!.body.id } });
  });

  test('that was refused is refused again under its key, whatever has changed since, and another key may fare better', async () => {
    await taken(1_000);
    const [key, change] = [newId(), { gross: real(1_500), net: real(1_500), reference: `po_${newId()}` }];
    const answers = [await record(change, { key }), await taken(500).then(() => record(change, { key }))];
    expect(answers).toMatchObject([1, 2].map(() => ({ status: 409, body: { code: 'wallet.gateway_owes_less', owedCents: 1_000, currency: 'BRL' } })));
    expect(await record({ ...change, net: real(1_400), fees: real(100) }, { key })).toMatchObject({ status: 422, body: { code: 'wallet.idempotency_key_reused' } });
    expect((await record(change)).status).toBe(201);
  });

  test('entered wrongly is booked back, once, and entered rightly under the same name', async () => {
    await taken(1_000);
    const [before, reference, key] = [await balances(), `po_${newId()}`, newId()];
    const [stated, first] = [{ gross: real(500), fees: real(20), net: real(480), reference }, newId()];
    const wrong = (await record(stated, { key: first })).body;
    const { status, body } = await reverse(wrong.id, 'net was 460', key);
    expect({ status, body }).toMatchObject({ status: 201, body: { ...wrong, reversal: { by: rosa.userId, note: 'net was 460' } } });
    expect(await balances()).toEqual(before);
    expect((await reverse(wrong.id, 'net was 460', key)).body).toEqual(body);
    // Nor does its own key tell anything else of it than then.
    expect((await record(stated, { key: first })).body).toEqual(wrong);
    expect(await reverse(wrong.id, 'net was 460')).toMatchObject({ status: 409, body: { code: 'wallet.payout_reversed', reversedAt: body.reversal.at } });
    expect((await record({ gross: real(500), fees: real(40), net: real(460), reference })).status).toBe(201);
    expect((await payouts('?limit=2')).body).toMatchObject({ owed: real(500), items: [{ net: real(460) }, { id: wrong.id, reversal: { note: 'net was 460' } }], nextCursor: body.number });
    expect(await reverse(newId())).toMatchObject({ status: 404, body: { code: 'wallet.payout_not_found' } });
  });

  test('that only keeps a fee, or keeps none, is booked as that', async () => {
    await taken(300);
    expect((await record({ gross: real(100), fees: real(100), net: real(0) })).status).toBe(201);
    expect((await record({ gross: real(200), net: real(200) })).status).toBe(201);
    expect((await payouts()).body.owed).toEqual(real(0));
  });

  test('is taken from the bank where the gateway gave back more than it had, up to that and no more, and so are its fees', async () => {
    const { paymentId } = await taken(1_000);
    expect((await record({ gross: real(1_000), net: real(1_000) })).status).toBe(201);
    expect(await record({ gross: real(-1), net: real(-1) })).toMatchObject({ status: 409, body: { code: 'wallet.gateway_owes_less', owedCents: 0 } });
    const refundId = newId();
    await wallet.say(wallet.refund(paymentId, refundId, 700));
    await wallet.say(wallet.refunded(paymentId, refundId));
    await wallet.hear(PaymentRefunded, paymentId);
    expect((await payouts()).body.owed).toEqual(real(-700));
    expect(await record({ gross: real(-701), net: real(-701) })).toMatchObject({ status: 409, body: { owedCents: -700 } });
    expect(await record({ gross: real(1), net: real(1) })).toMatchObject({ status: 409, body: { owedCents: -700 } });
    const before = await balances();
    const { body } = await record({ gross: real(-700), fees: real(50), net: real(-750) });
    expect(body).toMatchObject({ gross: real(-700), fees: real(50), net: real(-750) });
    expect((await record({ gross: real(0), fees: real(30), net: real(-30) })).status).toBe(201);
    const after = await balances();
    expect({ aurora: after.aurora, clearing: after.clearing - before.clearing, fees: after.fees - before.fees }).toEqual({ aurora: 0, clearing: 780, fees: -80 });
    expect((await reverse(body.id)).status).toBe(201);
    expect((await payouts()).body.owed).toEqual(real(-700));
    await taken(700);
  });

  test('is on the statement of the gateway by its name, and all of them are one CSV file', async () => {
    await taken(10_000);
    const reference = `=po,${newId()}`;
    const { body } = await record({ gross: real(9_000), fees: real(270), net: real(8_730), reference, note: 'held "back"' });
    const account = (await call('GET', 'accounts?kind=gateway&owner=aurora')).body.items[0].id;
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const statement = await call('GET', `accounts/${account}/statement?from=${day(-2)}&to=${day(2)}&limit=500`);
    expect(statement.body.items.filter(({ description }: { description: string }) => description === reference)).toMatchObject([
      { kind: 'payout', direction: 'in', amount: real(8_730) }, { kind: 'gateway_fee', direction: 'in', amount: real(270) },
    ]);
    const [head, first, ...rest] = (await call('GET', 'gateways/aurora/payouts', undefined, { accept: 'text/csv' })).text.split('\r\n');
    expect(head).toBe('number,value_date,reference,currency,gross,fees,net,note,recorded_at,reversed_at,reversal_note');
    expect(first).toBe(`${body.number},2026-11-25,"'${reference}",BRL,90.00,2.70,87.30,"held ""back""",${body.recordedAt},,`);
    expect(rest).toHaveLength(body.number);
  });

  test('says sums that do not add up, another currency or no key only to be refused; organisers neither read nor write', async () => {
    expect(await record({ net: real(9_999) })).toMatchObject({ status: 400 });
    expect(await record({ gross: real(0), net: real(0) })).toMatchObject({ status: 400 });
    expect(await record({ gross: real(100), fees: real(-100), net: real(200) })).toMatchObject({ status: 400 });
    expect(await record({ net: { amountCents: 10_000, currency: 'USD' } })).toMatchObject({ status: 422, body: { code: 'wallet.currency_not_accepted' } });
    expect(await call('POST', 'gateways/aurora/payouts', stated())).toMatchObject({ status: 400, body: { code: 'wallet.idempotency_key_required' } });
    expect((await record({}, { user: 'olga' })).status).toBe(403);
    expect((await call('GET', 'gateways/aurora/payouts', undefined, {}, 'olga')).status).toBe(403);
  });
});

test('verify sees a payout that is not booked, booked otherwise, or booked without being one', async () => {
  await taken(1_000);
  const { body } = await record({ gross: real(1_000), fees: real(10), net: real(990) });
  await wallet.database.query('update wallet.gateway_payout set net_cents = net_cents + 1, gross_cents = gross_cents + 1 where id = $1', [body.id]);
  await expect(wallet.verify()).rejects.toThrow('I5-clearing is broken');
  await wallet.database.query('update wallet.gateway_payout set net_cents = net_cents - 1, gross_cents = gross_cents - 1 where id = $1', [body.id]);
  const [link] = await wallet.database.query<{ transfer_id: string }>('delete from wallet.gateway_payout_transfer where transfer_id = (select min(transfer_id::text)::uuid from wallet.gateway_payout_transfer where payout_id = $1) returning transfer_id', [body.id]);
  await expect(wallet.verify()).rejects.toThrow('I5-clearing is broken');
  await wallet.database.query('insert into wallet.gateway_payout_transfer values ($1, $2)', [link!.transfer_id, body.id]);
});
