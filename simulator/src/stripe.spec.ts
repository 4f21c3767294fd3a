import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './index.ts';

const SECRET = 'whsec_of_a_test';
const heard: { body: string; header: string }[] = [];
let merchant: Server;
// An address for each test: what the last one's simulator had on its way may still arrive.
let address = 0;
let simulator: Simulator;
let stripe: Stripe;

beforeAll(async () => {
  merchant = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.url === `/${address}`) heard.push({ body, header: String(request.headers['stripe-signature']) });
      response.writeHead(204).end();
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
  const url = `http://127.0.0.1:${(merchant.address() as AddressInfo).port}/${++address}`;
  simulator = await startSimulator({ name: 'stripe', apiKey: 'sk_test', webhook: { url, secret: SECRET }, webhookEvents: 'all', slowMs: 50 });
  const { hostname, port } = new URL(simulator.url);
  stripe = new Stripe('sk_test', { host: hostname, port: Number(port), protocol: 'http', maxNetworkRetries: 0, telemetry: false });
};
const until = async (condition: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 500 && !condition(); turn++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(condition()).toBe(true);
};

const card = (parts: Partial<Stripe.PaymentIntentCreateParams> = {}): Stripe.PaymentIntentCreateParams => ({
  amount: 1_000, currency: 'brl', confirm: true, allowed_payment_method_types: ['card'], payment_method: 'pm_card_visa', metadata: { reference: 'r1', payment: 'p1' }, ...parts,
});
const pix = (seconds = 300): Stripe.PaymentIntentCreateParams => ({
  amount: 1_000, currency: 'brl', confirm: true, allowed_payment_method_types: ['pix'], payment_method_data: { type: 'pix' },
  payment_method_options: { pix: { expires_after_seconds: seconds } }, metadata: { reference: 'r1', payment: 'p1' },
});
const failure = (promise: Promise<unknown>): Promise<Stripe.errors.StripeError> => promise.then(() => Promise.reject(new Error('it succeeded')), (error: unknown) => error as Stripe.errors.StripeError);

describe("Stripe's own library", () => {
  test('charges a card, and is told a decline with the intent inside', async () => {
    await start();
    expect(await stripe.paymentIntents.create(card())).toMatchObject({ status: 'succeeded', amount_received: 1_000, metadata: { reference: 'r1' } });
    const declined = await failure(stripe.paymentIntents.create(card({ payment_method: 'pm_card_chargeDeclinedInsufficientFunds' })));
    expect(declined).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(declined).toMatchObject({ code: 'card_declined', decline_code: 'insufficient_funds', payment_intent: { status: 'requires_payment_method' } });
  });

  test('authorises a card, which is captured once and whole, or cancelled, and lapses after a week', async () => {
    await start();
    const authorized = await stripe.paymentIntents.create(card({ capture_method: 'manual' }));
    expect(authorized).toMatchObject({ status: 'requires_capture', amount_capturable: 1_000, amount_received: 0 });
    expect(simulator.charges('p1')).toMatchObject([{ state: 'authorized', capturedAt: undefined }]);
    const { id } = authorized;
    expect(await failure(stripe.paymentIntents.capture(id, { amount_to_capture: 999 }))).toMatchObject({ code: 'amount_too_large' });
    for (let time = 0; time < 2; time++) expect(await stripe.paymentIntents.capture(id, { amount_to_capture: 1_000 }, { idempotencyKey: 'c1' })).toMatchObject({ status: 'succeeded', amount_received: 1_000 });
    expect(await failure(stripe.paymentIntents.capture(id))).toMatchObject({ code: 'payment_intent_unexpected_state' });
    const cancelled = await stripe.paymentIntents.create(card({ capture_method: 'manual' }));
    expect(await stripe.paymentIntents.cancel(cancelled.id)).toMatchObject({ status: 'canceled', amount_capturable: 0 });
    expect(await failure(stripe.paymentIntents.capture(cancelled.id))).toMatchObject({ code: 'payment_intent_unexpected_state' });
    const forgotten = await stripe.paymentIntents.create(card({ capture_method: 'manual' }));
    simulator.advance(7 * 86_400_000 + 1_000);
    expect(await stripe.paymentIntents.retrieve(forgotten.id)).toMatchObject({ status: 'canceled' });
    await until(() => heard.length === 9);
    const told = heard.map(({ body }) => (JSON.parse(body) as { type: string }).type).toSorted();
    expect(told).toEqual([
      ...Array.from({ length: 3 }, () => 'payment_intent.amount_capturable_updated'), 'payment_intent.canceled', 'payment_intent.canceled', ...Array.from({ length: 3 }, () => 'payment_intent.created'), 'payment_intent.succeeded',
    ]);
  });

  test('is told that a capture was refused, and that what is kept aside on the card stays there', async () => {
    await start();
    const { id } = await stripe.paymentIntents.create(card({ capture_method: 'manual' }));
    simulator.fault({ kind: 'hard_decline', operation: 'capture', count: 1 });
    expect(await failure(stripe.paymentIntents.capture(id))).toMatchObject({ code: 'card_declined', payment_intent: { status: 'requires_capture' } });
    expect(await failure(stripe.paymentIntents.create({ ...pix(), capture_method: 'manual' }))).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  });

  test('opens a Pix, which is paid, expires or is cancelled', async () => {
    await start();
    const paid = await stripe.paymentIntents.create(pix());
    expect(paid).toMatchObject({ status: 'requires_action', next_action: { type: 'pix_display_qr_code', pix_display_qr_code: { data: expect.stringMatching(/^0002/) as string } } });
    simulator.pay('p1');
    expect(await stripe.paymentIntents.retrieve(paid.id)).toMatchObject({ status: 'succeeded' });
    expect(await failure(stripe.paymentIntents.cancel(paid.id))).toMatchObject({ code: 'payment_intent_unexpected_state' });
    const expired = await stripe.paymentIntents.create(pix(10));
    simulator.advance(11_000);
    expect(await stripe.paymentIntents.retrieve(expired.id)).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code: 'payment_intent_payment_attempt_expired' } });
    const cancelled = await stripe.paymentIntents.create(pix());
    expect(await stripe.paymentIntents.cancel(cancelled.id)).toMatchObject({ status: 'canceled' });
    expect(await failure(stripe.paymentIntents.create(pix(9)))).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  });

  test('refunds, in part and no more than there is', async () => {
    await start();
    const { id } = await stripe.paymentIntents.create(card());
    expect(await stripe.refunds.create({ payment_intent: id, amount: 400, metadata: { reference: 'a' } })).toMatchObject({ status: 'succeeded', amount: 400 });
    expect(await failure(stripe.refunds.create({ payment_intent: id, amount: 601 }))).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect((await stripe.refunds.list({ payment_intent: id })).data).toMatchObject([{ metadata: { reference: 'a' }, payment_intent: id }]);
    for (const reference of ['b', 'c', 'd']) await stripe.refunds.create({ payment_intent: id, amount: 100, metadata: { reference } });
    const references: (string | undefined)[] = [];
    for await (const refund of stripe.refunds.list({ limit: 2, expand: ['data.payment_intent'] })) {
      references.push(refund.metadata?.['reference']);
      expect(refund.payment_intent).toMatchObject({ id, metadata: { payment: 'p1' } });
    }
    expect(references).toEqual(['d', 'c', 'b', 'a']);
  });

  test('refunds nothing of a charge while its dispute is open', async () => {
    await start();
    const { id } = await stripe.paymentIntents.create(card());
    simulator.dispute('p1', 'opened', 400);
    const refund = () => stripe.refunds.create({ payment_intent: id, amount: 100 });
    expect(await failure(refund())).toMatchObject({ statusCode: 400, code: 'charge_disputed' });
    simulator.dispute('p1', 'won');
    expect(await refund()).toMatchObject({ status: 'succeeded' });
  });

  test('pages through lists, newest first, and searches what is older than a minute', async () => {
    await start();
    for (let each = 0; each < 25; each++) await stripe.paymentIntents.create(card({ metadata: { reference: `r${each}` } }));
    const references: (string | undefined)[] = [];
    for await (const intent of stripe.paymentIntents.list({ limit: 10 })) references.push(intent.metadata['reference']);
    expect(references).toEqual(Array.from({ length: 25 }, (_, index) => `r${24 - index}`));
    const search = async () => (await stripe.paymentIntents.search({ query: "metadata['reference']:'r7'" })).data.length;
    expect(await search()).toBe(0);
    simulator.advance(61_000);
    expect(await search()).toBe(1);
  });

  test('believes the webhooks by their signature', async () => {
    await start();
    await stripe.paymentIntents.create(pix());
    simulator.pay('p1');
    await until(() => heard.length === 3);
    const events = await Promise.all(heard.map(({ body, header }) => stripe.webhooks.constructEventAsync(body, header, SECRET)));
    expect(events.map(({ type }) => type).toSorted()).toEqual(['payment_intent.created', 'payment_intent.requires_action', 'payment_intent.succeeded']);
    const [made] = events.filter(({ type }) => type === 'payment_intent.created');
    expect(made!.data.object).toMatchObject({ status: 'requires_payment_method', last_payment_error: null, next_action: null });
    await expect(stripe.webhooks.constructEventAsync(heard[0]!.body, heard[0]!.header, 'whsec_of_another')).rejects.toThrow();
  });
});

describe('a key, as documented', () => {
  const create = (parts: Partial<Stripe.PaymentIntentCreateParams> = {}) => stripe.paymentIntents.create(card(parts), { idempotencyKey: 'k1' });

  test('gives the first answer again, compares the parameters, and is forgotten after a day', async () => {
    await start();
    const first = await create();
    expect((await create()).id).toBe(first.id);
    expect(await failure(create({ amount: 2_000 }))).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    simulator.advance(25 * 3_600_000);
    expect((await create()).id).not.toBe(first.id);
  });

  test('in use is a 409', async () => {
    await start();
    simulator.latency(500);
    const answers = await Promise.allSettled([create(), create()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { statusCode: 409, code: 'idempotency_key_in_use' } });
    expect(simulator.charges()).toHaveLength(1);
  });

  test.each([['error_before_commit', 0], ['error_after_commit', 1]] as const)('tells a failure again (%s): nothing is executed by asking twice', async (kind, executed) => {
    await start();
    simulator.fault({ kind, count: 1 });
    for (let time = 0; time < 3; time++) expect(await failure(create())).toMatchObject({ statusCode: 500 });
    expect(simulator.charges()).toHaveLength(executed);
  });

  test('is not used up by a request that was refused before it was executed', async () => {
    await start();
    expect(await failure(create({ payment_method: 'pm_card_unheard_of' }))).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(await create()).toMatchObject({ status: 'succeeded' });
  });
});

test('a parameter that Stripe does not have is refused', async () => {
  await start();
  const response = await fetch(`${simulator.url}/v1/payment_intents`, { method: 'POST', headers: { authorization: 'Bearer sk_test' }, body: new URLSearchParams({ amount: '100', currency: 'brl', reference: 'x' }) });
  expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'parameter_unknown', param: 'reference' } }]);
});
