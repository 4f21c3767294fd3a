import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkInvariants } from '../../src/verify/invariants.js';
import { isBroken } from '../../src/verify/report.js';
import { type BoxOffice, openAnother, openBoxOffice } from '../support/box-office.js';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { newEvent } from '../support/events.js';
import { TestDatabase } from '../support/test-database.js';
import { Laying } from '../../src/inventory/laying.js';

const real = (amountCents: number) => ({ amountCents, currency: 'BRL' });

let main: TestDatabase;
let own: TestDatabase;
let office: BoxOffice;
beforeAll(async () => {
  [main, own] = [await TestDatabase.create(), await TestDatabase.create()];
  office = await openBoxOffice(main, { WALLET_DATABASE_URL: own.url });
  await openAnother(main, office);
});
afterAll(async () => {
  const findings = await checkInvariants({ main: main.url, wallet: own.url }, '0 seconds');
  expect(findings.filter(isBroken)).toEqual([]);
});

/** A fan, and places of a new event on hold for them. */
async function holding() {
  const { eventId, organiserId, types } = await newEvent(main, { sections: [{ name: 'Pitch', standing: 10 }] });
  await office.house.app.get(Laying, { strict: false }).layOut(eventId);
  const fan = new Client(office.house.url);
  await fan.signUp();
  const { body: hold } = await fan.expect(201, 'POST', `events/${eventId}/holds`, { ticketTypeId: types['Pitch']!.full, quantity: 1 });
  return { fan, holdId: hold.id as string, eventId, organiserId };
}

describe('a box office whose wallet has a database of its own', () => {
  test('sells a ticket for a card, and the money stands in the one, the order in the other', async () => {
    const { fan, holdId, eventId, organiserId } = await holding();
    const { status, body: order } = await fan.order(holdId, { method: 'card', token: 'tok_ok' });
    expect([status, order.state]).toEqual([201, 'confirmed']);
    expect(await main.query('select from wallet.payment')).toEqual([]);
    expect(await own.query('select state, event_id from wallet.payment where id = $1', [order.payment.id])).toEqual([{ state: 'completed', event_id: eventId }]);
    expect(await own.query('select balance_cents from wallet.account_balance where owner = $1', [organiserId])).toEqual([{ balance_cents: 10_000 }]);
    expect((await fan.call('GET', `payments/${order.payment.id}/receipt`)).status).toBe(200);
  });

  test('sells one for a balance that was topped up, and gives a declined card another try', async () => {
    const { fan, holdId } = await holding();
    const { body: topUp } = await fan.call('POST', 'wallet/top-ups', { amount: real(12_000), payment: { method: 'card', token: 'tok_ok' } }, { 'idempotency-key': 'top-up', prefer: 'wait=25' });
    expect(topUp.state).toBe('completed');
    const { body: declined } = await fan.order(holdId, { method: 'card', token: 'tok_declined' });
    expect(declined.state).toBe('payment_failed');
    const { body: order } = await fan.call('POST', `orders/${declined.id}/payments`, { method: 'wallet' }, { 'idempotency-key': 'again', prefer: 'wait=30' });
    expect(order.state).toBe('confirmed');
    expect((await fan.call('GET', 'wallet')).body.available).toEqual(real(2_000));
    await eventually(async () => expect(await main.query(`select kind from notifications.mail where payload ->> 'paymentId' = $1`, [topUp.id])).toEqual([{ kind: 'receipt' }]));
  });

  test('tells people what it keeps of them in both, and forgets them in both', async () => {
    const { fan, holdId, eventId } = await holding();
    const { user } = (await fan.expect(200, 'GET', 'me')).body as { user: { id: string; email: string } };
    const { body: order } = await fan.order(holdId, { method: 'card', token: 'tok_ok' });
    const { body: topUp } = await fan.call('POST', 'wallet/top-ups', { amount: real(3_000), payment: { method: 'card', token: 'tok_ok' } }, { 'idempotency-key': 'all-of-it', prefer: 'wait=25' });
    const { body: told } = await fan.expect(200, 'GET', 'me/export');
    expect(told).toMatchObject({
      account: [{ id: user.id }], orders: [{ id: order.id }], payments: [{ id: order.payment.id, parties: { payerEmail: user.email } }, { id: topUp.id }],
      paymentAttempts: [{ paymentId: order.payment.id }, { paymentId: topUp.id }], balances: [{ balanceCents: 3_000 }],
    });
    await main.query(`update catalog.event set starts_at = platform.now() - interval '3 days' where id = $1`, [eventId]);
    const wish = { password: 'correct horse battery' };
    await eventually(async () => expect(await fan.call('DELETE', 'me', wish)).toMatchObject({ status: 409, body: { code: 'privacy.balance_left', balances: [real(3_000)] } }));
    await fan.expect(200, 'DELETE', 'me', { ...wish, giveUpBalance: true });
    await eventually(async () => {
      expect(await own.query(`select from wallet.payment where payer_id = $1 and (parties::text like '%' || $2 || '%' or parties ? 'payerName')`, [user.id, user.email])).toEqual([]);
      expect(await main.query(`select from orders."order" where user_id = $1 and email = $2`, [user.id, user.email])).toEqual([]);
    });
    expect(await own.query('select from wallet.payment where payer_id = $1', [user.id])).toHaveLength(2);
  });
});
