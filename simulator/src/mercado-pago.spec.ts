import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './index.ts';

const SECRET = 'webhook-secret-of-a-test';
const heard: { body: any; headers: IncomingHttpHeaders }[] = [];
let merchant: Server;
let simulator: Simulator;

beforeAll(async () => {
  merchant = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push({ body: JSON.parse(body), headers: request.headers });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await simulator.stop();
  heard.length = 0;
});
afterAll(() => void merchant.close());

const start = async (): Promise<void> => {
  const url = `http://127.0.0.1:${(merchant.address() as AddressInfo).port}/`;
  simulator = await startSimulator({ name: 'mercado-pago', apiKey: 'TEST-token', webhook: { url, secret: SECRET }, webhookEvents: 'all', slowMs: 50 });
};
const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  for (let turn = 0; turn < 500 && !(await condition()); turn++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await condition()).toBe(true);
};

const call = async (method: string, path: string, body?: object, key: string | null = 'k1'): Promise<{ status: number; body: any }> => {
  const response = await fetch(simulator.url + path, {
    method,
    headers: { authorization: 'Bearer TEST-token', ...(body && { 'content-type': 'application/json' }), ...(body && key !== null && { 'x-idempotency-key': key }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
};
const common = { transaction_amount: 125.5, external_reference: 'r1', metadata: { payment: 'p1' }, payer: { email: 'ana@example.com' } };
const card = { ...common, payment_method_id: 'visa', token: 'tok_ok', installments: 1 };
const pix = (seconds: number) => ({ ...common, payment_method_id: 'pix', date_of_expiration: new Date(Date.now() + seconds * 1_000).toISOString() });

test('a card is approved or rejected at once, or reviewed', async () => {
  await start();
  expect(await call('POST', '/v1/payments', card)).toMatchObject({ status: 201, body: { status: 'approved', transaction_amount: 125.5, external_reference: 'r1', id: expect.any(Number) as number } });
  expect(await call('POST', '/v1/payments', { ...card, token: 'tok_insufficient' }, 'k2')).toMatchObject({ status: 201, body: { status: 'rejected', status_detail: 'cc_rejected_insufficient_amount' } });
  const { body } = await call('POST', '/v1/payments', { ...card, token: 'tok_slow' }, 'k3');
  expect(body).toMatchObject({ status: 'in_process' });
  await until(async () => (await call('GET', `/v1/payments/${body.id}`)).body.status === 'approved');
});

test.each([
  ['a key', card, null],
  ['the card’s brand', { ...card, payment_method_id: undefined }, 'k1'],
  ['a payer', { ...card, payer: {} }, 'k1'],
  ['a token that it gave', { ...card, token: 'tok_unheard_of' }, 'k1'],
  ['whole cents', { ...card, transaction_amount: 0.001 }, 'k1'],
  ['an address of webhooks that is safe', { ...card, notification_url: 'http://localhost' }, 'k1'],
  ['half an hour for a Pix', pix(1_700), 'k1'],
])('nothing is charged without %s', async (_, body, key) => {
  await start();
  expect((await call('POST', '/v1/payments', body, key)).status).toBe(400);
  expect(simulator.charges()).toEqual([]);
});

test('the same key is the same payment, with another body a conflict', async () => {
  await start();
  const first = await call('POST', '/v1/payments', card);
  expect(await call('POST', '/v1/payments', card)).toEqual(first);
  expect(await call('POST', '/v1/payments', { ...card, transaction_amount: 1 })).toMatchObject({ status: 409, body: { error: 'idempotency_key_already_used' } });
  expect(simulator.charges()).toHaveLength(1);
});

test('a Pix has its code, and is paid, cancelled or expires', async () => {
  await start();
  const { body: paid } = await call('POST', '/v1/payments', pix(2_000));
  expect(paid).toMatchObject({ status: 'pending', point_of_interaction: { transaction_data: { qr_code: expect.stringMatching(/^0002/) as string } } });
  simulator.pay('p1');
  expect((await call('GET', `/v1/payments/${paid.id}`)).body.status).toBe('approved');
  expect((await call('PUT', `/v1/payments/${paid.id}`, { status: 'cancelled' })).status).toBe(400);
  const { body: open } = await call('POST', '/v1/payments', pix(2_000), 'k2');
  expect((await call('PUT', `/v1/payments/${open.id}`, { status: 'cancelled' })).body.status).toBe('cancelled');
  const { body: expired } = await call('POST', '/v1/payments', pix(2_000), 'k3');
  simulator.advance(2_001_000);
  expect((await call('GET', `/v1/payments/${expired.id}`)).body).toMatchObject({ status: 'cancelled', status_detail: 'expired' });
});

test('a refund takes a moment, once per key, and no more than there is', async () => {
  await start();
  const { body } = await call('POST', '/v1/payments', card);
  const refund = (amount: number, key: string) => call('POST', `/v1/payments/${body.id}/refunds`, { amount }, key);
  const first = await refund(100, 'a');
  expect(first).toMatchObject({ status: 201, body: { status: 'in_process', amount: 100 } });
  expect(await refund(100, 'a')).toEqual(first);
  expect((await refund(26, 'b')).status).toBe(400);
  await until(async () => (await call('GET', `/v1/payments/${body.id}/refunds`)).body[0].status === 'approved');
  expect((await call('GET', `/v1/payments/${body.id}`)).body).toMatchObject({ status: 'approved', status_detail: 'partially_refunded', transaction_amount_refunded: 100 });
});

test('is searched by reference and by time, page by page', async () => {
  await start();
  for (let each = 0; each < 12; each++) await call('POST', '/v1/payments', { ...card, external_reference: `r${each}` }, `k${each}`);
  expect((await call('GET', '/v1/payments/search?external_reference=r7')).body.results).toMatchObject([{ external_reference: 'r7' }]);
  const page = await call('GET', '/v1/payments/search?sort=date_created&criteria=asc&range=date_created&begin_date=2026-01-01T00:00:00Z&end_date=NOW&limit=5&offset=10');
  expect(page.body.results).toMatchObject([{ external_reference: 'r10' }, { external_reference: 'r11' }]);
  expect((await call('GET', '/v1/payments/search?offset=10001')).status).toBe(400);
});

test('a webhook names the payment, and is signed over its id and the request’s', async () => {
  await start();
  const { body: payment } = await call('POST', '/v1/payments', card);
  await until(() => heard.length === 1);
  const { body, headers } = heard[0]!;
  expect(body).toMatchObject({ type: 'payment', data: { id: String(payment.id) } });
  expect(JSON.stringify(body)).not.toContain('approved');
  const [, stamp, given] = /^ts=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-signature']))!;
  expect(given).toBe(createHmac('sha256', SECRET).update(`id:${payment.id};request-id:${String(headers['x-request-id'])};ts:${stamp};`).digest('hex'));
});
