import type { FastifyInstance } from 'fastify';
import { isRecord, text, type Merchant, type Serve } from './dialect.ts';
import type { Answer } from './idempotency.ts';
import { brandOf, isCardNumber, isToCome } from './issued-cards.ts';
import { pageFile } from './page-file.ts';
import type { CARD_TOKENS, Provider } from './provider.ts';

/** Mercado Pago's test cards do what the name on them says; another name is approved. */
const NAMES: Record<string, (typeof CARD_TOKENS)[number]> = { OTHE: 'tok_declined', FUND: 'tok_insufficient', CALL: 'tok_unconfirmed', CONT: 'tok_slow' };
const TOKEN = { length: 32, alphabet: '0123456789abcdef' };

const wrong = (code: string, description: string): Answer => ({ status: 400, body: { message: description, error: 'bad_request', status: 400, cause: [{ code, description }] } });

/** What Mercado Pago serves to pages: its script, a frame for each field, the brand of a card by its first digits, and the token. */
export function mercadoPagoPageRoutes(app: FastifyInstance, provider: Provider, serve: Serve, merchant: Merchant): void {
  const file = (name: string): ReturnType<Serve> => serve(() => ({ target: { operation: 'script' }, run: () => ({ answer: pageFile(name) }) }));
  const isKnown = (query: unknown): boolean => merchant.publishableKey !== undefined && isRecord(query) && query['public_key'] === merchant.publishableKey;
  const stranger: Answer = { status: 401, body: { message: 'invalid public key', error: 'unauthorized', status: 401, cause: [] } };
  app.get('/js/v2', file('mercado-pago.js'));
  app.get('/secure-fields/:field', file('mercado-pago-frame.html'));

  // Asked for by the script itself, in the merchant's page.
  app.get(
    '/v1/payment_methods/search',
    { onRequest: (_request, reply, done) => (reply.header('access-control-allow-origin', '*'), done()) },
    serve((request) => {
      if (!isKnown(request.query)) return stranger;
      const brand = brandOf(text((request.query as Record<string, unknown>)['bins']) ?? '');
      return { target: { operation: 'token' }, run: () => ({ answer: { status: 200, body: { paging: { total: brand ? 1 : 0 }, results: brand ? [{ id: brand, payment_type_id: 'credit_card', status: 'active' }] : [] } } }) };
    }),
  );
  app.post(
    '/v1/card_tokens',
    serve((request) => {
      if (!isKnown(request.query)) return stranger;
      const body = isRecord(request.body) ? request.body : {};
      const holder = isRecord(body['cardholder']) ? body['cardholder'] : {};
      const { number: document } = isRecord(holder['identification']) ? holder['identification'] : {};
      const number = text(body['card_number']) ?? '';
      if (!isCardNumber(number)) return wrong('E301', 'invalid parameter card_number');
      if (!isToCome(Number(body['expiration_month']), Number(body['expiration_year']), provider.now())) return wrong('325', 'invalid parameter expiration_month');
      if (!/^\d{3,4}$/.test(text(body['security_code']) ?? '')) return wrong('E302', 'invalid parameter security_code');
      const name = text(holder['name']) ?? '';
      if (name.trim() === '') return wrong('221', 'invalid parameter cardholder.name');
      if (!/^\d{11}$|^\d{14}$/.test(text(document) ?? '')) return wrong('324', 'invalid parameter cardholder.identification.number');
      const behaviour = NAMES[name.toUpperCase()] ?? 'tok_ok';
      return {
        target: { operation: 'token', token: behaviour },
        run: () => ({
          answer: { status: 201, body: { id: provider.cards.issue(behaviour, TOKEN), public_key: merchant.publishableKey, status: 'active', first_six_digits: number.slice(0, 6), last_four_digits: number.slice(-4), live_mode: false } },
        }),
      };
    }),
  );
}
