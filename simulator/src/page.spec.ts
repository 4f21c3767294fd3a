import { afterEach, expect, test } from 'vitest';
import { startSimulator, type ProviderName, type Simulator } from './index.ts';

let simulator: Simulator;
afterEach(() => simulator.stop());

const KEYS = { stripe: 'pk_test_of_a_page', 'mercado-pago': 'TEST-7d9f0335-8dcc-4054-9bf9-0dbd61d36906' };
const start = async (name: keyof typeof KEYS & ProviderName): Promise<void> => {
  simulator = await startSimulator({ name, apiKey: 'sk_test', publishableKey: KEYS[name], slowMs: 50 });
};
const answerOf = async (path: string, init?: RequestInit): Promise<{ status: number; type: string | null; body: Record<string, unknown> }> => {
  const answer = await fetch(`${simulator.url}${path}`, init);
  return { status: answer.status, type: answer.headers.get('content-type'), body: (answer.headers.get('content-type')?.includes('json') ? await answer.json() : {}) as Record<string, unknown> };
};

const stripeCard = (more: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams({ key: KEYS.stripe, type: 'card', 'card[number]': '4242424242424242', 'card[exp_month]': '12', 'card[exp_year]': '2099', 'card[cvc]': '123', ...more }),
});
const charge = (token: string): RequestInit => ({
  method: 'POST',
  headers: { authorization: 'Bearer sk_test' },
  body: new URLSearchParams({ amount: '1000', currency: 'brl', confirm: 'true', 'allowed_payment_method_types[0]': 'card', payment_method: token, 'metadata[reference]': token }),
});

test.each([
  ['4242424242424242', 'succeeded', undefined],
  ['4000000000009995', undefined, 'insufficient_funds'],
  ['4000002760003184', undefined, 'authentication_required'],
])("Stripe's page gives a token for %s, which behaves as that card", async (number, status, decline) => {
  await start('stripe');
  const { body } = await answerOf('/v1/payment_methods', stripeCard({ 'card[number]': number }));
  expect(body).toMatchObject({ id: expect.stringMatching(/^pm_\w{24}$/), card: { last4: number.slice(-4) } });
  const charged = await answerOf('/v1/payment_intents', charge(String(body['id'])));
  expect(decline === undefined ? charged.body['status'] : (charged.body['error'] as { decline_code: string }).decline_code).toBe(status ?? decline);
});

test.each([
  ['a number that does not check', { 'card[number]': '4242424242424241' }, 402],
  ['a month that is over', { 'card[exp_year]': '2001' }, 402],
  ['no code', { 'card[cvc]': '' }, 402],
  ["another's key", { key: 'pk_test_of_nobody' }, 401],
])("Stripe's page gives none for %s", async (_, more, status) => {
  await start('stripe');
  expect((await answerOf('/v1/payment_methods', stripeCard(more as Record<string, string>))).status).toBe(status);
});

test('Mercado Pago knows the brand, and its test cards do what the name on them says', async () => {
  await start('mercado-pago');
  const key = `public_key=${KEYS['mercado-pago']}`;
  expect((await answerOf(`/v1/payment_methods/search?${key}&bins=42356477`)).body).toMatchObject({ results: [{ id: 'visa' }] });
  expect((await answerOf('/v1/payment_methods/search?public_key=other&bins=42356477')).status).toBe(401);
  const statuses = await Promise.all(
    ['APRO', 'FUND', 'CALL'].map(async (name) => {
      const card = { card_number: '4235647728025682', security_code: '123', expiration_month: 11, expiration_year: 30, cardholder: { name, identification: { type: 'CPF', number: '12345678909' } } };
      const { body } = await answerOf(`/v1/card_tokens?${key}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(card) });
      const payment = { transaction_amount: 10, token: body['id'], payment_method_id: 'visa', installments: 1, payer: { email: 'ana@example.org' } };
      return (await answerOf('/v1/payments', { method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer sk_test', 'x-idempotency-key': name }, body: JSON.stringify(payment) })).body['status_detail'];
    }),
  );
  expect(statuses).toEqual(['accredited', 'cc_rejected_insufficient_amount', 'cc_rejected_3ds_mandatory']);
  expect(await answerOf(`/v1/card_tokens?${key}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).toMatchObject({ status: 400, body: { cause: [{ code: 'E301' }] } });
});

test('scripts and frames are served, and fail when they are told to', async () => {
  await start('stripe');
  expect(await answerOf('/endive/stripe.js')).toMatchObject({ status: 200, type: expect.stringContaining('javascript') });
  expect(await answerOf('/endive/frame')).toMatchObject({ status: 200, type: expect.stringContaining('html') });
  simulator.fault({ kind: 'unavailable', operation: 'script' });
  simulator.fault({ kind: 'error_before_commit', operation: 'token' });
  expect((await answerOf('/endive/stripe.js')).status).toBe(503);
  expect((await answerOf('/v1/payment_methods', stripeCard())).status).toBe(500);
});

test('without a publishable key nobody gets a token', async () => {
  simulator = await startSimulator({ name: 'stripe', apiKey: 'sk_test' });
  expect((await answerOf('/v1/payment_methods', stripeCard())).status).toBe(401);
});
