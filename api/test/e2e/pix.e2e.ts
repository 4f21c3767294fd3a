import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDemo } from '../../src/demo.js';
import { freePort } from '../../src/launch/free-port.js';
import { parseBrCode } from '../../src/payments/br-code.js';
import { modulesOf } from '../../src/services.js';
import { Client } from '../support/client.js';
import { demoIsLaidOut } from '../support/demo.js';
import { until } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { TestSimulator } from '../support/simulators.js';
import { TestDatabase } from '../support/test-database.js';
import { startHouse, type TestHouse } from '../support/test-house.js';

const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const LAWN = '019aa000-0000-7000-8000-000000000221';

let database: TestDatabase;
let bank: TestSimulator;
let house: TestHouse;

// The whole box office with one gateway: a bank that speaks the Pix API. It registers its webhook by itself.
beforeAll(async () => {
  const port = await freePort();
  [database, bank] = await Promise.all([TestDatabase.create(), TestSimulator.start('pix')]);
  const gateways = [{ ...bank.pixConfig, registerWebhook: true }];
  house = await startHouse(database, modulesOf({ service: 'all' }), { GATEWAYS: JSON.stringify(gateways), PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` });
  await loadDemo(house.app);
  await demoIsLaidOut(database);
});

afterAll(() => expectInvariants(database));

async function ordered(): Promise<{ client: Client; order: { id: string; state: string; payment: { pix: { brCode: string } } }; paymentId: string }> {
  const client = new Client(house.url);
  await client.signUp();
  const { body: hold } = await client.expect(201, 'POST', `events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity: 1 });
  const { status, body: order } = await client.order(hold.id, { method: 'pix' });
  expect(status).toBe(201);
  const [payment] = await database.query<{ id: string }>('select id from orders.payment where order_id = $1', [order.id]);
  return { client, order, paymentId: payment!.id };
}

const stateOf = async (client: Client, orderId: string): Promise<string> => (await client.expect(200, 'GET', `orders/${orderId}`)).body.state as string;

/** How often the bank has been paid for this, by its own book. */
const captures = async (paymentId: string): Promise<number> => (await bank.charges(paymentId)).filter(({ state }) => state === 'captured').length;

describe('an order paid by Pix at a bank', () => {
  test('has its code at once, and is confirmed when the bank says that it was paid', async () => {
    const { client, order, paymentId } = await ordered();
    expect(order.state).toBe('awaiting_payment');
    expect(parseBrCode(order.payment.pix.brCode)).toMatchObject({ kind: 'dynamic' });
    expect(await bank.pay(paymentId)).toBe(true);
    await until(async () => (await stateOf(client, order.id)) === 'confirmed');
    expect(await captures(paymentId)).toBe(1);
  });

  test('is confirmed by asking where no callback comes', async () => {
    await bank.webhooks({ lose: 1 });
    const { client, order, paymentId } = await ordered();
    expect(await bank.pay(paymentId)).toBe(true);
    await database.query('update payments.attempt set next_look_at = platform.now() where payment_id = $1', [paymentId]);
    await until(async () => (await stateOf(client, order.id)) === 'confirmed');
    await bank.behave();
  });

  test('is not confirmed by a callback that lies, and nobody is heard at another address', async () => {
    const { client, order, paymentId } = await ordered();
    const [{ reference: txid } = { reference: '' }] = await database.query<{ reference: string }>('select reference from payments.attempt where payment_id = $1', [paymentId]);
    const told = { pix: [{ endToEndId: `E${'1'.repeat(31)}`, txid, valor: '120.00', horario: new Date().toISOString() }] };
    const call = new Client(house.url);
    const { webhookSecret } = bank.pixConfig;
    await call.expect(200, 'POST', `gateways/pix/webhooks/${webhookSecret}/pix`, told);
    await call.expect(200, 'POST', `gateways/pix/webhooks/${webhookSecret}`, told);
    await call.expect(200, 'POST', `gateways/pix/webhooks/${webhookSecret}`, { evento: 'teste_webhook' });
    expect((await call.expect(400, 'POST', `gateways/pix/webhooks/${webhookSecret}x/pix`, told)).body).toMatchObject({ code: 'payments.webhook_refused', reason: 'signature' });
    await call.expect(400, 'POST', 'gateways/pix/webhooks', told);
    await call.expect(404, 'POST', `gateways/nobody/webhooks/${webhookSecret}/pix`, told);
    expect(await stateOf(client, order.id)).toBe('awaiting_payment');
    await bank.pay(paymentId);
    await until(async () => (await stateOf(client, order.id)) === 'confirmed');
  });

  test('that nobody pays expires, and its charge is removed at the bank', async () => {
    const { client, order, paymentId } = await ordered();
    await database.advance(430);
    await until(async () => (await stateOf(client, order.id)) === 'expired');
    await until(async () => (await bank.charges(paymentId))[0]?.state === 'voided');
  });

  test('that is paid after its end takes places again, and is confirmed', async () => {
    const { client, order, paymentId } = await ordered();
    await database.advance(430);
    await until(async () => (await stateOf(client, order.id)) === 'expired');
    await until(async () => (await bank.charges(paymentId))[0]?.state === 'voided');
    expect(await bank.pay(paymentId, { late: true })).toBe(true);
    await until(async () => (await stateOf(client, order.id)) === 'confirmed');
    expect(await captures(paymentId)).toBe(1);
  });

  test('that is paid while it is being removed keeps the money', async () => {
    await bank.fault({ kind: 'paid_while_cancelled', count: 1 });
    const { client, order, paymentId } = await ordered();
    await database.advance(305);
    await until(async () => (await stateOf(client, order.id)) === 'confirmed');
    expect(await captures(paymentId)).toBe(1);
  });
});
