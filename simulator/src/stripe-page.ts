import type { FastifyInstance } from 'fastify';
import { isRecord, text, wholeNumber, type Merchant, type Serve } from './dialect.ts';
import type { Answer } from './idempotency.ts';
import { isCardNumber, isToCome } from './issued-cards.ts';
import { pageFile } from './page-file.ts';
import type { CARD_TOKENS, Provider } from './provider.ts';
import { errorBody } from './stripe-words.ts';

/** Of Stripe's test cards, those that behave as ours. */
const NUMBERS: Record<string, (typeof CARD_TOKENS)[number]> = {
  '4242424242424242': 'tok_ok',
  '5555555555554444': 'tok_ok',
  '4000000000000002': 'tok_declined',
  '4000000000009995': 'tok_insufficient',
  '4000000000000119': 'tok_soft_declined',
  '4000002760003184': 'tok_unconfirmed',
};
const TOKEN = { prefix: 'pm_', length: 24, alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789' };

const wrong = (code: string, param: string, message: string): Answer => ({ status: 402, body: errorBody({ type: 'card_error', code, param, message }) });

/** What Stripe serves to pages: its script, the frame that takes a card, and the token for it. */
export function stripePageRoutes(app: FastifyInstance, provider: Provider, serve: Serve, merchant: Merchant): void {
  const file = (name: string): ReturnType<Serve> => serve(() => ({ target: { operation: 'script' }, run: () => ({ answer: pageFile(name) }) }));
  app.get('/endive/stripe.js', file('stripe.js'));
  app.get('/endive/frame', file('stripe-frame.html'));
  app.post(
    '/v1/payment_methods',
    serve((request) => {
      const form = isRecord(request.body) ? request.body : {};
      if (merchant.publishableKey === undefined || form['key'] !== merchant.publishableKey) return { status: 401, body: errorBody({ type: 'invalid_request_error', message: 'Invalid API Key provided.' }) };
      if (form['type'] !== 'card') return { status: 400, body: errorBody({ type: 'invalid_request_error', code: 'parameter_invalid', param: 'type', message: 'Only cards are taken here.' }) };
      const number = text(form['card[number]']) ?? '';
      const [month, year] = [wholeNumber(form['card[exp_month]']) ?? 0, wholeNumber(form['card[exp_year]']) ?? 0];
      if (!isCardNumber(number)) return wrong('incorrect_number', 'number', 'Your card number is incorrect.');
      if (!isToCome(month, year, provider.now())) return wrong('invalid_expiry_year', 'exp_year', 'Your card has expired.');
      if (!/^\d{3,4}$/.test(text(form['card[cvc]']) ?? '')) return wrong('incorrect_cvc', 'cvc', "Your card's security code is incorrect.");
      const behaviour = NUMBERS[number] ?? 'tok_declined';
      return {
        target: { operation: 'token', token: behaviour },
        run: () => ({ answer: { status: 200, body: { id: provider.cards.issue(behaviour, TOKEN), object: 'payment_method', type: 'card', livemode: false, card: { last4: number.slice(-4) } } } }),
      };
    }),
  );
}
