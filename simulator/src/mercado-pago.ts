import { createHmac, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Charge } from './book.ts';
import { headerOf, isRecord, text, wholeNumber, type Dialect, type Serve } from './dialect.ts';
import type { Answer } from './idempotency.ts';
import { paymentBody, refundBody, statusOf } from './mercado-pago-words.ts';
import type { IssuedCards } from './issued-cards.ts';
import { mercadoPagoPageRoutes } from './mercado-pago-page.ts';
import { CARD_TOKENS, type ChargeRequest, type Provider } from './provider.ts';

const PIX_SECONDS_MIN = 1_800;
const PIX_SECONDS_MAX = 30 * 86_400;
const PIX_SECONDS_USUAL = 86_400;
const DAY_SECONDS = 86_400;
const REFUND_MS = 150;
/** Deeper than this no search goes. */
const OFFSET_MAX = 10_000;

const error = (status: number, word: string, message: string, cause: { code: number; description: string }[] = []): Answer => ({ status, body: { message, error: word, status, cause } });
const invalid = (code: number, description: string): Answer => error(400, 'bad_request', description, [{ code, description }]);
const missing = (): Answer => error(404, 'not_found', 'Payment not found', [{ code: 2000, description: 'Payment not found' }]);

const centsOf = (amount: unknown): number | undefined => {
  if (typeof amount !== 'number' || !Number.isFinite(amount) || amount <= 0) return undefined;
  const cents = Math.round(amount * 100);
  return Math.abs(amount * 100 - cents) < 1e-6 ? cents : undefined;
};

const parse = (body: unknown, now: number, cards: IssuedCards): ChargeRequest | Answer => {
  if (!isRecord(body)) return invalid(1, 'Params Error');
  const amountCents = centsOf(body['transaction_amount']);
  if (amountCents === undefined) return invalid(4037, 'Invalid transaction_amount');
  const payer = isRecord(body['payer']) ? body['payer'] : {};
  if (!text(payer['email'])?.includes('@')) return invalid(4050, 'payer.email must be a valid email');
  const url = body['notification_url'];
  if (url !== undefined && !(typeof url === 'string' && url.startsWith('https://'))) return invalid(4020, 'notification_url attribute must be url valid');
  const reference = text(body['external_reference']) ?? '';
  const metadata = isRecord(body['metadata']) ? body['metadata'] : {};
  const common = { reference, purchase: text(metadata['payment']) ?? reference, amountCents, currency: 'BRL' };
  const method = text(body['payment_method_id']);
  if (method === undefined) return invalid(4028, "payment_method_id attribute can't be null");
  if (method !== 'pix') {
    const token = cards.behaviourOf(text(body['token']) ?? '');
    if (!(CARD_TOKENS as readonly (string | undefined)[]).includes(token)) return invalid(2006, 'Card Token not found');
    return body['installments'] === 1 ? { ...common, method: 'card', token, pixSeconds: undefined } : invalid(4018, "installments attribute can't be null");
  }
  const ends = body['date_of_expiration'] === undefined ? now + PIX_SECONDS_USUAL * 1_000 : Date.parse(text(body['date_of_expiration']) ?? '');
  const pixSeconds = Math.round((ends - now) / 1_000);
  if (!(pixSeconds >= PIX_SECONDS_MIN && pixSeconds <= PIX_SECONDS_MAX)) return invalid(4040, 'date_of_expiration must be between 30 minutes and 30 days from now');
  return { ...common, method: 'pix', token: undefined, pixSeconds };
};

/**
 * Mercado Pago: amounts as numbers, a key on every POST, cards that may be reviewed, a Pix for half an hour at least that is cancelled when it expires,
 * refunds that take a moment, and webhooks that name a payment and leave the rest to be asked for.
 */
export const mercadoPago: Dialect = {
  name: 'mercado-pago',
  // Numbers, as theirs; the digits at the end tell two simulations of one house apart.
  character: { slowCards: 'review', pixExpires: true, refundMs: REFUND_MS, chargeId: (sequence, random) => `${10_000_000 + sequence}${random.text(4, '0123456789')}` },
  phrases: {
    keyReused: error(409, 'idempotency_key_already_used', 'The idempotency key was already used with another body.'),
    keyInFlight: error(423, 'locked', 'A request with this key is being worked on.'),
    broken: error(500, 'internal_server_error', 'Internal error.'),
    inFlight: error(423, 'locked', 'A request with this key is being worked on.'),
    throttled: error(429, 'too_many_requests', 'Too many requests.'),
    unavailable: error(503, 'service_unavailable', 'Unavailable.'),
    rejected: error(403, 'forbidden', 'This account may not charge.', [{ code: 4, description: 'The caller is not authorized to access this resource' }]),
  },
  unauthorized: error(401, 'unauthorized', 'invalid access token'),
  keySeconds: DAY_SECONDS,
  signatureHeader: 'x-signature',
  sign: (secret, body) => {
    const { data } = JSON.parse(body) as { data: { id: string } };
    const [requestId, stamp] = [randomUUID(), Date.now()];
    const manifest = `id:${data.id};request-id:${requestId};ts:${stamp};`;
    return { 'x-request-id': requestId, 'x-signature': `ts=${stamp},v1=${createHmac('sha256', secret).update(manifest).digest('hex')}` };
  },
  apiKeyOf: (request) => headerOf(request, 'authorization')?.replace(/^Bearer /, ''),

  routes(app, provider, serve) {
    paymentRoutes(app, provider, serve);
    searchRoute(app, provider, serve);
    refundRoutes(app, provider, serve);
  },

  pageRoutes: mercadoPagoPageRoutes,

  event: ({ event, charge }, id, at) => ({
    id,
    live_mode: false,
    type: 'payment',
    date_created: new Date(at).toISOString(),
    api_version: 'v1',
    action: event === 'created' ? 'payment.created' : 'payment.updated',
    data: { id: charge.id },
  }),
  envelope: (events) => events,
};

const keyed = (request: FastifyRequest): { key: string; fingerprint: string } | Answer => {
  const key = headerOf(request, 'x-idempotency-key');
  return key ? { key, fingerprint: `${request.url}|${JSON.stringify(request.body)}` } : invalid(4292, "Header X-Idempotency-Key can't be null");
};

const chargeAt = (provider: Provider, request: FastifyRequest): Charge | undefined => provider.book.find((request.params as { id: string }).id);

function paymentRoutes(app: FastifyInstance, provider: Provider, serve: Serve): void {
  app.post(
    '/v1/payments',
    serve((request) => {
      const idempotency = keyed(request);
      if ('status' in idempotency) return idempotency;
      const wanted = parse(request.body, provider.now(), provider.cards);
      if ('status' in wanted) return wanted;
      return {
        target: { operation: 'charge', ...wanted },
        idempotency,
        run: (fault) => {
          const occurrence = provider.charge(wanted, fault);
          return { answer: { status: 201, body: paymentBody(occurrence.charge) }, occurrence };
        },
      };
    }),
  );

  app.get(
    '/v1/payments/:id',
    serve((request) => {
      const charge = chargeAt(provider, request);
      if (!charge) return missing();
      return { target: { operation: 'find', ...charge }, run: () => ({ answer: { status: 200, body: paymentBody(charge) } }) };
    }),
  );

  app.put(
    '/v1/payments/:id',
    serve((request) => {
      const charge = chargeAt(provider, request);
      if (!charge) return missing();
      if (!isRecord(request.body) || request.body['status'] !== 'cancelled') return invalid(1, 'Params Error');
      return {
        target: { operation: 'void', ...charge },
        run: (fault) => {
          const outcome = charge.state === 'voided' ? 'not_pending' : provider.void(charge, fault);
          if (typeof outcome === 'string') return { answer: invalid(2018, `The action requested is not valid for the current payment state: ${statusOf(charge).status}`) };
          return { answer: { status: 200, body: paymentBody(charge) }, occurrence: outcome };
        },
      };
    }),
  );
}

const instantOf = (value: unknown, now: number): number | undefined => (value === 'NOW' ? now : typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? Date.parse(value) : undefined);

function searchRoute(app: FastifyInstance, provider: Provider, serve: Serve): void {
  app.get(
    '/v1/payments/search',
    serve((request) => {
      const query = request.query as Record<string, string | undefined>;
      const [offset, limit] = [wholeNumber(query['offset']) ?? 0, Math.min(wholeNumber(query['limit']) ?? 30, 100)];
      if (offset > OFFSET_MAX) return invalid(1000, 'Number of rows exceeded the limits');
      const reference = query['external_reference'];
      const [from, to] = [instantOf(query['begin_date'], provider.now()), instantOf(query['end_date'], provider.now())];
      return {
        target: reference === undefined ? { operation: 'list' } : { operation: 'find', reference },
        run: () => {
          const span = { ...(from !== undefined && { from }), ...(to !== undefined && { to: to + 1 }) };
          const status = query['status'];
          const all = reference === undefined ? provider.book.list({ ...span, limit: status === undefined ? offset + limit : Number.MAX_SAFE_INTEGER }).charges : provider.book.withReference(reference);
          const found = status === undefined ? all : all.filter((charge) => statusOf(charge).status === status);
          const results = (query['criteria'] === 'desc' ? found.toReversed() : found).slice(offset, offset + limit);
          return { answer: { status: 200, body: { paging: { total: found.length, limit, offset }, results: results.map(paymentBody) } } };
        },
      };
    }),
  );
}

function refundRoutes(app: FastifyInstance, provider: Provider, serve: Serve): void {
  app.post(
    '/v1/payments/:id/refunds',
    serve((request) => {
      const charge = chargeAt(provider, request);
      if (!charge) return missing();
      const idempotency = keyed(request);
      if ('status' in idempotency) return idempotency;
      const amountCents = isRecord(request.body) && request.body['amount'] !== undefined ? centsOf(request.body['amount']) : charge.amountCents;
      if (amountCents === undefined) return invalid(4037, 'Invalid amount');
      return {
        target: { operation: 'refund', ...charge },
        idempotency,
        run: (fault) => {
          // As long as the payer has it, or may get it.
          const dispute = charge.disputes.at(-1);
          if (dispute && dispute.state !== 'won') return { answer: invalid(2063, 'The action requested is not valid for the current payment state') };
          // The merchant's name for it is the key alone, and nobody is told it again.
          const outcome = provider.refund(charge, { reference: idempotency.key, amountCents }, fault);
          if (typeof outcome === 'string') return { answer: invalid(outcome === 'not_captured' ? 2063 : 4296, outcome === 'not_captured' ? 'The payment is in a status that cannot be refunded' : 'The amount is more than what is left') };
          return { answer: { status: 201, body: refundBody(outcome.refund, charge) }, occurrence: outcome };
        },
      };
    }),
  );

  app.get(
    '/v1/payments/:id/refunds',
    serve((request) => {
      const charge = chargeAt(provider, request);
      if (!charge) return missing();
      return { target: { operation: 'find', ...charge }, run: () => ({ answer: { status: 200, body: charge.refunds.map((refund) => refundBody(refund, charge)) } }) };
    }),
  );
}
