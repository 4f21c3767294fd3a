import { createHmac } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, describe, expect, test } from 'vitest';
import { gatewayConfig } from '../../test/support/simulators.js';
import { adapterFor } from './adapters.js';
import type { WebhookRefused } from './payments.errors.js';

const webhookSecret = 'whsec_of_a_test_with_length';
const NOWHERE = 'http://127.0.0.1:9';
const open = (name: 'stripe' | 'mercado-pago') => adapterFor(gatewayConfig(name, NOWHERE, { apiKey: 'sk_simulated_0123', webhookSecret }), { publicUrl: 'https://tickets.example' });
const [stripe, mercadoPago] = [open('stripe'), open('mercado-pago')];
afterAll(() => Promise.all([stripe.close(), mercadoPago.close()]));

/** Why it was refused. */
function refusal(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return (error as WebhookRefused).data.reason;
  }
}
const secondsAgo = (seconds: number): number => Math.floor(Date.now() / 1_000) - seconds;

describe("Stripe's webhooks", () => {
  const library = new Stripe('sk_simulated_0123');
  const intent = (parts: object = {}) => ({
    object: 'payment_intent', id: 'pi_1', amount: 12_345, amount_capturable: 0, amount_received: 12_345, currency: 'brl', created: 1, status: 'succeeded', payment_method_types: ['card'], metadata: { reference: 'r1' }, ...parts,
  });
  const event = (object: object, type = 'whatever') => JSON.stringify({ id: 'evt_1', object: 'event', type, data: { object } });
  const signed = (payload: string, parts: { timestamp?: number; secret?: string } = {}) => library.webhooks.generateTestHeaderString({ payload, secret: webhookSecret, ...parts });
  const read = (payload: string, header: string) => stripe.readWebhook({ 'stripe-signature': header }, Buffer.from(payload), '');

  test('are believed when signed as its own library signs, with an old secret beside the new one', () => {
    const body = event(intent());
    const seen = [{ eventId: 'evt_1', about: 'charge', reference: 'r1', observation: { kind: 'captured', chargeId: 'pi_1', amountCents: 12_345, currency: 'BRL' } }];
    expect(read(body, signed(body))).toEqual(seen);
    expect(read(body, `${signed(body)},v1=${'0'.repeat(64)},v0=abc`)).toEqual(seen);
    expect(read(body, signed(body).replace('v1=', `v1=${'0'.repeat(64)},v1=`))).toEqual(seen);
  });

  test('are refused when changed, signed by another, unsigned or old', () => {
    const body = event(intent());
    expect(refusal(() => read(`${body} `, signed(body)))).toBe('signature');
    expect(refusal(() => read(body, signed(body, { secret: 'whsec_of_somebody_else' })))).toBe('signature');
    expect(refusal(() => read(body, ''))).toBe('signature');
    expect(refusal(() => read(body, signed(body, { timestamp: secondsAgo(301) })))).toBe('age');
    expect(read(body, signed(body, { timestamp: secondsAgo(200) }))).toHaveLength(1);
    expect(refusal(() => read('[]', signed('[]')))).toBe('form');
  });

  test.each([
    [{ status: 'requires_payment_method', last_payment_error: { code: 'card_declined', decline_code: 'stolen_card' } }, { kind: 'declined', chargeId: 'pi_1', code: 'stolen_card', hard: true }],
    [{ status: 'requires_payment_method', last_payment_error: { code: 'card_declined', decline_code: 'try_again_later' } }, { kind: 'declined', code: 'try_again_later', hard: false }],
    [{ status: 'requires_payment_method', payment_method_types: ['pix'], last_payment_error: { code: 'payment_intent_payment_attempt_expired' } }, { kind: 'expired', chargeId: 'pi_1' }],
    // Not confirmed yet: nothing has failed.
    [{ status: 'requires_payment_method', last_payment_error: null }, { kind: 'pending', chargeId: 'pi_1' }],
    [{ status: 'requires_payment_method', payment_method_types: ['pix'] }, { kind: 'pending', chargeId: 'pi_1' }],
    [{ status: 'requires_action', payment_method_types: ['pix'], next_action: { pix_display_qr_code: { data: '0002', expires_at: 60 } } }, { kind: 'pending', pix: { brCode: '0002', expiresAt: new Date(60_000) } }],
    [{ status: 'processing' }, { kind: 'pending' }],
    [{ status: 'requires_capture', amount_capturable: 12_345, amount_received: 0 }, { kind: 'authorized', amountCents: 12_345 }],
    [{ status: 'requires_capture', amount_capturable: 12_000, amount_received: 0 }, { kind: 'authorized', amountCents: 12_000 }],
    [{ status: 'canceled' }, { kind: 'voided' }],
    [{ status: 'succeeded', amount_received: 12_000 }, { kind: 'captured', amountCents: 12_000 }],
    [{ status: 'of_a_later_version' }, undefined],
  ])('tell of %o', (parts, observation) => {
    const body = event(intent(parts));
    expect(read(body, signed(body))).toMatchObject(observation ? [{ observation }] : []);
  });

  test.each([['succeeded', 'refunded'], ['pending', 'pending'], ['requires_action', 'pending'], ['failed', 'refused'], ['canceled', 'refused']])('tell of a refund that is %s', (status, kind) => {
    const body = event({ object: 'refund', id: 're_1', status, metadata: { reference: 'r2' } });
    expect(read(body, signed(body))).toMatchObject([{ about: 'refund', reference: 'r2', observation: { kind } }]);
  });

  test('of a dispute name the charge, for a dispute knows no reference of ours', () => {
    const body = event({ object: 'dispute', id: 'dp_1', payment_intent: 'pi_1', status: 'needs_response' });
    expect(read(body, signed(body))).toEqual([{ eventId: 'evt_1', about: 'name', chargeId: 'pi_1' }]);
  });

  test('of an intent that was made say nothing: its confirmation tells more, and may be told before', () => {
    const body = event(intent({ status: 'requires_payment_method' }), 'payment_intent.created');
    expect(read(body, signed(body))).toEqual([]);
  });

  test('about anything else are no news', () => {
    const body = event({ object: 'payout', id: 'po_1' });
    expect(read(body, signed(body))).toEqual([]);
  });
});

describe("Mercado Pago's webhooks", () => {
  const body = (id = '123', type = 'payment') => JSON.stringify({ id: 7, type, action: 'payment.updated', data: { id } });
  const headers = ({ id = '123', requestId = 'req-1', stamp = Date.now(), secret = webhookSecret } = {}) => ({
    'x-request-id': requestId,
    'x-signature': `ts=${stamp},v1=${createHmac('sha256', secret).update(`id:${id.toLowerCase()};request-id:${requestId};ts:${stamp};`).digest('hex')}`,
  });
  const read = (text: string, given: Record<string, string>) => mercadoPago.readWebhook(given, Buffer.from(text), '');

  test('name a charge, under the id of the request, which is signed as well', () => {
    expect(read(body(), headers())).toEqual([{ eventId: 'req-1', about: 'name', chargeId: '123' }]);
    expect(read(body(), headers({ stamp: secondsAgo(10) }))).toHaveLength(1);
    expect(read(body('ABC'), headers({ id: 'ABC' }))).toMatchObject([{ chargeId: 'ABC' }]);
  });

  test('are refused when they name another, are signed by another, unsigned or days old', () => {
    expect(refusal(() => read(body('124'), headers()))).toBe('signature');
    expect(refusal(() => read(body(), { ...headers(), 'x-request-id': 'req-2' }))).toBe('signature');
    expect(refusal(() => read(body(), headers({ secret: 'secret-of-somebody-else' })))).toBe('signature');
    expect(refusal(() => read(body(), {}))).toBe('signature');
    expect(refusal(() => read(body(), headers({ stamp: Date.now() - 25 * 3_600_000 })))).toBe('age');
    expect(refusal(() => read('{}', headers()))).toBe('form');
  });

  test('about anything else are no news', () => {
    expect(read(body('123', 'merchant_order'), headers())).toEqual([]);
  });
});
