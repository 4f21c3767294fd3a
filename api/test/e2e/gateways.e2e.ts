import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { loadDemo } from '../../src/demo.js';
import { modulesOf } from '../../src/services.js';
import { Client } from '../support/client.js';
import { demoIsLaidOut } from '../support/demo.js';
import { eventually, until } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { TestSimulator } from '../support/simulators.js';
import { TestDatabase } from '../support/test-database.js';
import { startHouse, type TestHouse } from '../support/test-house.js';

const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const LAWN = '019aa000-0000-7000-8000-000000000221';

// A whole box office for each real adapter, with that gateway alone: its provider is simulated, everything on our side is as in a live sale.
describe.each([
  { name: 'stripe', card: (token: string) => token },
  { name: 'mercado-pago', card: (token: string) => `visa:${token}` },
] as const)('a box office paid through $name', ({ name, card }) => {
  let database: TestDatabase;
  let house: TestHouse;
  let provider: TestSimulator;

  beforeAll(async () => {
    [database, provider] = await Promise.all([TestDatabase.create(), TestSimulator.start(name)]);
    house = await startHouse(database, modulesOf({ service: 'all' }), { GATEWAYS: JSON.stringify([provider.config]) });
    await provider.announceTo(house.url);
    await loadDemo(house.app);
    await demoIsLaidOut(database);
  });

  // Holds whose time went by with the clock go back within seconds.
  afterAll(() => eventually(() => expectInvariants(database)));

  async function order(payment: object, wait = 30) {
    const client = new Client(house.url);
    await client.signUp();
    const { body: hold } = await client.expect(201, 'POST', `events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity: 1 });
    const { body } = await client.call('POST', 'orders', { holdId: hold.id, payment }, { 'idempotency-key': hold.id, prefer: `wait=${wait}` });
    const [row] = await database.query<{ id: string }>('select id from orders.payment where order_id = $1', [body.id]);
    const current = async () => (await client.expect(200, 'GET', `orders/${body.id}`)).body;
    return { order: body, paymentId: row!.id, current };
  }

  /** The books agree: taken once, of the amount of the order. */
  async function takenOnce(paymentId: string): Promise<void> {
    const captured = (await provider.charges(paymentId)).filter(({ state }) => state === 'captured');
    expect(captured.map(({ amountCents }) => amountCents)).toEqual([22_000]);
  }

  test('sells by card', async () => {
    const { order: sold, paymentId } = await order({ method: 'card', token: card('tok_ok') });
    expect(sold).toMatchObject({ state: 'confirmed', payment: { state: 'completed', method: 'card' } });
    await takenOnce(paymentId);
  });

  test('tells a declined card', async () => {
    const { order: declined, paymentId } = await order({ method: 'card', token: card('tok_insufficient') });
    expect(declined).toMatchObject({ state: 'payment_failed', payment: { state: 'failed' } });
    const attempts = await database.query('select state, decline_code, token, payer_email from payments.attempt where payment_id = $1', [paymentId]);
    expect(attempts).toEqual([{ state: 'declined', decline_code: expect.stringContaining('insufficient') as string, token: null, payer_email: null }]);
  });

  test('sells by card though the answer is lost, and takes the money once', async () => {
    const { paymentId, current } = await order({ method: 'card', token: card('tok_timeout') }, 0);
    await until(async () => (await current()).state === 'confirmed');
    await takenOnce(paymentId);
  });

  test('sells by card though the provider fails after it has taken the money, and goes on telling so', async () => {
    const { paymentId, current } = await order({ method: 'card', token: card('tok_error') }, 0);
    await until(async () => (await current()).state === 'confirmed');
    await takenOnce(paymentId);
  });

  test('sells by Pix, told by webhook', async () => {
    // With every look put off, nobody but the provider can have told.
    const { order: open, paymentId, current } = await order({ method: 'pix' });
    expect(open).toMatchObject({ state: 'awaiting_payment' });
    expect(open.payment.pix.brCode).toMatch(/^000201/);
    await database.query(`update payments.attempt set next_look_at = platform.now() + interval '1 hour' where payment_id = $1`, [paymentId]);
    expect(await provider.pay(paymentId)).toBe(true);
    await until(async () => (await current()).state === 'confirmed');
    await takenOnce(paymentId);
  });

  test('sells by Pix, found by asking', async () => {
    await provider.webhooks({ lose: 1 });
    const { paymentId, current } = await order({ method: 'pix' });
    expect(await provider.pay(paymentId)).toBe(true);
    await until(async () => (await current()).state === 'confirmed');
    await takenOnce(paymentId);
    await provider.behave();
  });

  test.runIf(name === 'mercado-pago')('a webhook that only names a payment comes again until its provider says more', async () => {
    const { paymentId, current } = await order({ method: 'pix' });
    await database.query(`update payments.attempt set next_look_at = platform.now() + interval '1 hour' where payment_id = $1`, [paymentId]);
    await provider.fault({ kind: 'unavailable', operation: 'find', count: 2 });
    expect(await provider.pay(paymentId)).toBe(true);
    await until(async () => (await current()).state === 'confirmed');
    await takenOnce(paymentId);
  });

  test.runIf(name === 'mercado-pago')('a webhook that names somebody else’s payment is acknowledged, so that it does not come again', async () => {
    const [id, requestId, stamp] = ['123456', newId(), Date.now()];
    const signature = createHmac('sha256', provider.webhookSecret).update(`id:${id};request-id:${requestId};ts:${stamp};`).digest('hex');
    const post = (headers: Record<string, string>) => new Client(house.url).call('POST', `gateways/${name}/webhooks`, { type: 'payment', data: { id } }, headers);
    expect(await post({ 'x-request-id': requestId, 'x-signature': `ts=${stamp},v1=${signature}` })).toMatchObject({ status: 204 });
    expect(await post({ 'x-request-id': newId(), 'x-signature': `ts=${stamp},v1=${signature}` })).toMatchObject({ status: 400, body: { code: 'payments.webhook_refused' } });
  });

  test('cancels what is not paid when the window closes, and gives late money back or the ticket', async () => {
    const { paymentId, current } = await order({ method: 'pix' });
    await database.advance(3_600);
    await eventually(async () => expect(await provider.charges(paymentId)).toMatchObject([{ state: 'voided' }]));
    await until(async () => (await current()).state === 'expired');
    await provider.pay(paymentId, { late: true });
    await until(async () => ['confirmed', 'refunded'].includes((await current()).state));
  });
});

describe('a box office with both', () => {
  let database: TestDatabase;
  let house: TestHouse;
  beforeAll(async () => {
    const [stripe, mercadoPago] = await Promise.all([TestSimulator.start('stripe'), TestSimulator.start('mercado-pago')]);
    database = await TestDatabase.create();
    house = await startHouse(database, modulesOf({ service: 'all' }), { GATEWAYS: JSON.stringify([stripe.config, mercadoPago.config]) });
    await Promise.all([stripe, mercadoPago].map((provider) => provider.announceTo(house.url)));
  });

  test('charges a card where its token was given, and nowhere else when it is declined there', async () => {
    const client = new Client(house.url);
    await client.signUp();
    const tokens = Array.from({ length: 4 }, () => ['tok_ok', 'visa:tok_ok', 'tok_soft_declined', 'visa:tok_soft_declined']).flat();
    const topUps = await Promise.all(
      tokens.map((token) => client.call('POST', 'wallet/top-ups', { amount: { amountCents: 100, currency: 'BRL' }, payment: { method: 'card', token } }, { 'idempotency-key': newId(), prefer: 'wait=30' })),
    );
    for (const [index, token] of tokens.entries()) {
      const attempts = await database.query('select gateway, state from payments.attempt where payment_id = $1', [topUps[index]!.body.id]);
      expect(attempts).toEqual([{ gateway: token.startsWith('visa:') ? 'mercado-pago' : 'stripe', state: token.endsWith('tok_ok') ? 'captured' : 'declined' }]);
    }
  });
});
