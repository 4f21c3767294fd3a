import { describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { StripeMock } from '../../test/support/stripe-mock.js';
import type { Judged } from '../../test/support/stripe-mock.js';
import { adapterFor } from './adapters.js';
import type { ChargeRequest, PaymentGateway } from './payment-gateway.js';

const mock = await StripeMock.start();

/** Everything that Stripe is ever asked, held to Stripe's own document. */
describe.skipIf(mock === null)('by Stripe’s OpenAPI document', () => {
  const gateway = mock && adapterFor({ name: 'stripe', kind: 'stripe', baseUrl: mock.url, secretKey: 'sk_test_123', webhookSecret: 'unused', sandbox: true }, { publicUrl: 'https://tickets.example' });
  const reference = newId().replaceAll('-', '');
  const charge = (parts: Partial<ChargeRequest>) => (stripe: PaymentGateway) =>
    stripe.charge({ reference: newId().replaceAll('-', ''), paymentId: newId(), method: 'card', amountCents: 100, currency: 'BRL', token: 'pm_card_visa', description: 'Two seats', payerEmail: null, pixSeconds: 300, ...parts });
  const refund = { reference, chargeId: 'pi_123', amountCents: 50 };
  const all = async (pages: AsyncIterable<unknown>): Promise<void> => {
    for await (const _ of pages) continue;
  };

  const judged = async (work: (stripe: PaymentGateway) => Promise<unknown>): Promise<Judged[]> => {
    const before = mock!.judged.length;
    await work(gateway!);
    return mock!.judged.slice(before);
  };

  test.each<[string, (stripe: PaymentGateway) => Promise<unknown>]>([
    ['a charge of a card by a payment method', charge({})],
    ['a charge of a card by a confirmation token', charge({ token: 'ctoken_123' })],
    ['a Pix', charge({ method: 'pix', token: null })],
    ['a capture', (stripe) => stripe.capture({ reference, chargeId: 'pi_123', amountCents: 100, key: `${reference}-capture-0` })],
    ['a look at a charge by its name', (stripe) => stripe.find({ reference, chargeId: 'pi_123' })],
    ['a look for a charge by our reference', (stripe) => stripe.find({ reference, chargeId: null })],
    ['a void', (stripe) => stripe.void({ reference, chargeId: 'pi_123' })],
    ['a refund', (stripe) => stripe.refund(refund)],
    ['a look for a refund', (stripe) => stripe.findRefund(refund)],
    ['the list of charges', (stripe) => all(stripe.list(new Date(Date.now() - 60_000)))],
    ['the list of refunds', (stripe) => all(stripe.listRefunds(new Date(Date.now() - 60_000)))],
    ['the list of disputes', (stripe) => all(stripe.listDisputes(new Date(Date.now() - 60_000)))],
    ['the disputes of a charge', (stripe) => stripe.news({ eventId: 'evt_1', about: 'name', chargeId: 'pi_123' })],
  ])('%s is asked in a form that it knows', async (_, work) => {
    const answers = await judged(work);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test('what it does not know is refused, so that the tests above can fail', async () => {
    const asked = await fetch(`${mock!.url}/v1/payment_intents`, { method: 'POST', headers: { authorization: 'Bearer sk_test_123' }, body: new URLSearchParams({ amount: '100', currency: 'brl', colour: 'green' }) });
    expect(asked.status).toBe(400);
  });
});
