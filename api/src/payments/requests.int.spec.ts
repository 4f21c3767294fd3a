import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { expectCommitted } from '../../test/support/committed.js';
import { Recorder, type Recorded } from '../../test/support/recorder.js';
import { gatewayConfig } from '../../test/support/simulators.js';
import { adapterFor } from './adapters.js';
import type { CaptureRequest, ChargeRequest, PaymentGateway } from './payment-gateway.js';

const secrets = { apiKey: 'sk_of_a_recording', webhookSecret: 'webhook-secret-of-a-recording' };
// The first twelve digits are the moment when it was written down: 2026-03-01T12:00:00Z.
const reference = '019ca9450a0070008000000000000001';
const since = new Date('2026-03-01T12:00:00Z');
const card: ChargeRequest = {
  reference, paymentId: '019ca945-0a00-7000-8000-000000000002', method: 'card', amountCents: 12_345, currency: 'BRL', token: 'tok_visa', description: 'Dois ingressos: Noite & Dia', payerEmail: 'ana@example.com', pixSeconds: 300,
};
const pix: ChargeRequest = { ...card, method: 'pix', token: null };
const refund = { chargeId: 'pi_1', reference: '019ca9450a0070008000000000000003', amountCents: 5_000 };

async function firstPage(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pages) return;
}

const capture: CaptureRequest = { reference, chargeId: 'pi_1', amountCents: 12_345, key: `${reference}-capture-0` };

const deeds: Record<string, (gateway: PaymentGateway, token: string) => Promise<unknown>> = {
  'charges a card': (gateway, token) => gateway.charge({ ...card, token }),
  'opens a Pix': (gateway) => gateway.charge(pix),
  'finds a charge by its id': (gateway) => gateway.find({ reference, chargeId: 'pi_1' }),
  'finds a charge by our reference': (gateway) => gateway.find({ reference, chargeId: null }),
  'voids': (gateway) => gateway.void({ reference, chargeId: 'pi_1' }),
  'refunds': (gateway) => gateway.refund(refund),
  'finds a refund': (gateway) => gateway.findRefund(refund),
  'lists charges': (gateway) => firstPage(gateway.list(since)),
  'lists refunds': (gateway) => firstPage(gateway.listRefunds(since)),
  'lists disputes': (gateway) => firstPage(gateway.listDisputes(since)),
};

const written = (requests: Recorded[]): string =>
  requests.map(({ method, path, headers, body }) => [`${method} ${decodeURIComponent(path)}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', readable(body)].join('\n')).join('\n');
const readable = (body: string): string => (body.startsWith('{') ? JSON.stringify(JSON.parse(body), null, 2) : [...new URLSearchParams(body)].map(([name, value]) => `${name}=${value}`).join('\n'));

// A list goes on until today, which is another day tomorrow; its beginning says how it goes on.
const REQUESTS_SHOWN = 2;

// What changed is read in the diff of the recording.
describe.each([
  { name: 'stripe', token: 'pm_card_visa', answer: { object: 'list', data: [], has_more: false } },
  { name: 'mercado-pago', token: 'visa:card-token', answer: { results: [], id: 1, status: 'approved', transaction_amount: 123.45, currency_id: 'BRL', date_created: '2026-03-01T08:00:00.000-04:00' } },
] as const)('what the adapter of $name sends', ({ name, token, answer }) => {
  test('is, request by request, what was recorded', async () => {
    const recorder = await Recorder.start(answer);
    const gateway = adapterFor(gatewayConfig(name, recorder.url, secrets), { publicUrl: 'https://tickets.example' });
    let text = '';
    const captures: typeof deeds = gateway.capabilities.authorises ? { 'captures what was authorised': () => gateway.capture(capture) } : {};
    for (const [deed, does] of Object.entries({ ...deeds, ...captures })) text += `## ${deed}\n\n${written((await recorder.during(() => does(gateway, token))).slice(0, REQUESTS_SHOWN))}\n\n`;
    await gateway.close();
    expectCommitted(`src/payments/fixtures/${name}-requests.txt`, text);
  });
});

/** Path, query and form with their fields sorted, and the key: all that Stripe looks at. */
const essence = ({ method, path, headers, body }: Recorded) => {
  const url = new URL(path, 'http://stripe');
  const sorted = (text: string) => [...new URLSearchParams(text)].sort(([a], [b]) => (a < b ? -1 : 1));
  return { method, path: url.pathname, query: sorted(url.search), form: sorted(body), key: headers['idempotency-key'], version: headers['stripe-version'], type: body === '' ? undefined : headers['content-type'] };
};

const libraryAt = (recorder: Recorder): Stripe => {
  const { hostname, port } = new URL(recorder.url);
  return new Stripe(secrets.apiKey, { host: hostname, port: Number(port), protocol: 'http', maxNetworkRetries: 0, telemetry: false });
};

describe("Stripe's own library", () => {
  const forms = (metadata: Record<string, string>) => ({ amount: 12_345, currency: 'brl', confirm: true, description: card.description, metadata });
  const metadata = { reference, payment: card.paymentId };
  const cardForm: Stripe.PaymentIntentCreateParams = { ...forms(metadata), allowed_payment_method_types: ['card'], capture_method: 'manual', error_on_requires_action: true };

  /** The same, said in the library's own types: a field that Stripe does not have would not compile. */
  const theirs: [string, (gateway: PaymentGateway) => Promise<unknown>, (stripe: Stripe) => Promise<unknown>][] = [
    ['a card', (gateway) => gateway.charge({ ...card, token: 'pm_1' }), (stripe) => stripe.paymentIntents.create({ ...cardForm, payment_method: 'pm_1' }, { idempotencyKey: reference })],
    ['a card by a confirmation token', (gateway) => gateway.charge({ ...card, token: 'ctoken_1' }), (stripe) => stripe.paymentIntents.create({ ...cardForm, confirmation_token: 'ctoken_1' }, { idempotencyKey: reference })],
    [
      'a Pix',
      (gateway) => gateway.charge(pix),
      (stripe) =>
        stripe.paymentIntents.create(
          { ...forms(metadata), allowed_payment_method_types: ['pix'], payment_method_data: { type: 'pix' }, payment_method_options: { pix: { expires_after_seconds: 300 } } },
          { idempotencyKey: reference },
        ),
    ],
    ['a capture', (gateway) => gateway.capture(capture), (stripe) => stripe.paymentIntents.capture('pi_1', { amount_to_capture: 12_345 }, { idempotencyKey: capture.key })],
    ['a look', (gateway) => gateway.find({ reference, chargeId: 'pi_1' }), (stripe) => stripe.paymentIntents.retrieve('pi_1')],
    ['a refund', (gateway) => gateway.refund(refund), (stripe) => stripe.refunds.create({ payment_intent: 'pi_1', amount: 5_000, metadata: { reference: refund.reference } }, { idempotencyKey: refund.reference })],
    ['a look at a refund', (gateway) => gateway.findRefund(refund), (stripe) => stripe.refunds.list({ payment_intent: 'pi_1', limit: 100 })],
    [
      'a list',
      (gateway) => firstPage(gateway.list(since)),
      (stripe) => stripe.paymentIntents.list({ created: { gte: since.getTime() / 1_000, lt: since.getTime() / 1_000 + 60 }, limit: 100 }),
    ],
    [
      'a list of refunds',
      (gateway) => firstPage(gateway.listRefunds(since)),
      (stripe) => stripe.refunds.list({ created: { gte: since.getTime() / 1_000, lt: since.getTime() / 1_000 + 60 }, limit: 100, expand: ['data.payment_intent'] }),
    ],
  ];

  test.each(theirs)('would ask for %s in the same words', async (_, ours, library) => {
    const recorder = await Recorder.start({ object: 'list', data: [], has_more: false });
    const gateway = adapterFor(gatewayConfig('stripe', recorder.url, secrets), { publicUrl: 'https://tickets.example' });
    const stripe = libraryAt(recorder);
    const [mine] = await recorder.during(() => ours(gateway));
    const [expected] = await recorder.during(() => library(stripe));
    await gateway.close();
    expect(essence(mine!)).toEqual(essence(expected!));
  });
});

test('how the disputes of a charge stand is asked in the words of the library as well, and inquiries take no money', async () => {
  const disputes = ['needs_response', 'under_review', 'won', 'lost', 'appeal_under_review', 'warning_needs_response', 'prevented'].map((status) => ({ id: `dp_${status}`, amount: 500, status }));
  const recorder = await Recorder.start({ object: 'payment_intent', id: 'pi_1', amount: 500, amount_capturable: 0, amount_received: 500, currency: 'brl', created: 1, status: 'succeeded', payment_method_types: ['card'], metadata: { reference }, has_more: false, data: disputes });
  const gateway = adapterFor(gatewayConfig('stripe', recorder.url, secrets), { publicUrl: 'https://tickets.example' });
  const news = await gateway.news({ about: 'name', eventId: 'evt_1', chargeId: 'pi_1' });
  await gateway.close();
  const dispute = (status: string, state: string) => ({ eventId: `evt_1/dp_${status}`, about: 'dispute', reference, disputeId: `dp_${status}`, amountCents: 500, state });
  expect(news).toEqual([dispute('needs_response', 'opened'), dispute('under_review', 'opened'), dispute('won', 'won'), dispute('lost', 'lost'), dispute('appeal_under_review', 'lost')]);
  const [theirs] = await recorder.during(() => libraryAt(recorder).disputes.list({ payment_intent: 'pi_1', limit: 100 }));
  expect(essence(recorder.requests[1]!)).toEqual(essence(theirs!));
});

describe('a refund at Mercado Pago', () => {
  const like = (id: string, status: string) => ({ id, amount: 50, status });
  const other = { id: 're_3', amount: 49.99, status: 'approved' };
  const asked = async (answer: object[], of: typeof refund) => {
    const recorder = await Recorder.start(answer);
    const gateway = adapterFor(gatewayConfig('mercado-pago', recorder.url, secrets), { publicUrl: 'https://tickets.example' });
    const seen = await gateway.findRefund(of);
    await gateway.close();
    return { seen, methods: recorder.requests.map(({ method }) => method) };
  };

  test.each([
    ['is the only one of its amount', [like('re_1', 'approved'), other], { kind: 'refunded', refundId: 're_1' }],
    ['is the one that went back of several of its amount', [like('re_1', 'rejected'), like('re_2', 'approved'), other], { kind: 'refunded', refundId: 're_2' }],
    ['is not there without one', [other], { kind: 'absent' }],
  ])('whose key may be forgotten is not sent again to be found: it %s', async (_what, answer, kind) => {
    const { seen, methods } = await asked(answer, refund);
    expect(seen).toMatchObject(kind);
    expect(methods).toEqual(['GET']);
  });
});

test.each([
  ['stripe', { object: 'list', has_more: false, data: [{ object: 'payment_intent', id: 'pi_1', created: 1_772_366_401, status: 'of_another_use', metadata: {} }, { object: 'payment_intent', id: 'pi_2', created: 1_772_366_400, status: 'canceled', metadata: { reference }, amount: 1, amount_capturable: 0, amount_received: 0, currency: 'brl', payment_method_types: ['pix'] }] }],
  ['mercado-pago', { results: [{ id: 1, status: 'cancelled', date_created: '2026-03-01T08:00:00.000-04:00', external_reference: reference, transaction_amount: 1, currency_id: 'BRL' }, { id: 2, status: 'of_another_use', date_created: '2026-03-01T08:00:01.000-04:00' }] }],
] as const)('what an account of %s is used for beside the box office does not spoil its list', async (name, answer) => {
  const recorder = await Recorder.start(answer);
  const gateway = adapterFor(gatewayConfig(name, recorder.url, secrets), { publicUrl: 'https://tickets.example' });
  for await (const page of gateway.list(since)) {
    expect(page).toMatchObject([{ reference, createdAt: since, observation: { kind: 'voided' } }, { reference: '', observation: { kind: 'unknown' } }]);
    break;
  }
  await gateway.close();
  expect.assertions(1);
});
