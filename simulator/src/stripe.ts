import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Charge } from './book.ts';
import { headerOf, isRecord, text, wholeNumber, type Dialect, type Serve } from './dialect.ts';
import type { Answer } from './idempotency.ts';
import type { IssuedCards } from './issued-cards.ts';
import { CARD_TOKENS, type ChargeRequest, type Provider } from './provider.ts';
import { stripePageRoutes } from './stripe-page.ts';
import { declinedBody, disputeBody, errorBody, expandedDisputeBody, expandedRefundBody, intentBody, isUnconfirmed, refundBody, stateOf } from './stripe-words.ts';

const PIX_SECONDS_MIN = 10;
const PIX_SECONDS_MAX = 14 * 86_400;
const PIX_SECONDS_USUAL = 86_400;
const DAY_SECONDS = 86_400;
/** "Under a minute in normal operation": what is younger cannot be searched for, only listed. */
const SEARCH_LAG_MS = 60_000;

/** Of Stripe's test cards, those that behave as ours; `tok_ok` and its like are payment methods here as well. */
const TEST_CARDS: Record<string, string> = {
  pm_card_visa: 'tok_ok',
  pm_card_chargeDeclined: 'tok_declined',
  pm_card_chargeDeclinedInsufficientFunds: 'tok_insufficient',
  pm_card_chargeDeclinedProcessingError: 'tok_soft_declined',
};

const error = (status: number, type: NonNullable<Parameters<typeof errorBody>[0]['type']>, parts: { code?: string; param?: string; message: string }): Answer => ({ status, body: errorBody({ type, ...parts }) });
const invalid = (param: string, message: string, code = 'parameter_invalid'): Answer => error(400, 'invalid_request_error', { code, param, message });
const missing = (id: string): Answer => error(404, 'invalid_request_error', { code: 'resource_missing', param: 'intent', message: `No such payment_intent: '${id}'` });

/** Of an intent that another request is at work on. */
const LOCKED = error(429, 'invalid_request_error', { code: 'lock_timeout', message: 'This object cannot be accessed right now because another API request or Stripe process is currently accessing it.' });

type Form = Record<string, string>;

const formOf = (body: unknown): Form => (isRecord(body) ? (body as Form) : {});

const cardOf = (form: Form, cards: IssuedCards): { token: string } | Answer => {
  const method = form['payment_method'] ?? '';
  const token = TEST_CARDS[method] ?? cards.behaviourOf(method);
  return (CARD_TOKENS as readonly string[]).includes(token) ? { token } : invalid('payment_method', `No such PaymentMethod: '${method}'`, 'resource_missing');
};

const KNOWN = new Set([
  'amount', 'currency', 'confirm', 'description', 'capture_method', 'error_on_requires_action', 'payment_method', 'allowed_payment_method_types[0]', 'metadata[reference]', 'metadata[payment]',
  'payment_method_data[type]', 'payment_method_options[pix][expires_after_seconds]',
]);

const parse = (form: Form, cards: IssuedCards): ChargeRequest | Answer => {
  const stranger = Object.keys(form).find((name) => !KNOWN.has(name));
  if (stranger) return invalid(stranger, `Received unknown parameter: ${stranger}`, 'parameter_unknown');
  const amountCents = wholeNumber(form['amount']);
  if (!amountCents) return invalid('amount', 'Invalid positive integer.', 'parameter_invalid_integer');
  if (form['currency'] !== 'brl') return invalid('currency', 'Invalid currency.');
  const capture = form['capture_method'] ?? 'automatic';
  if (capture !== 'automatic' && capture !== 'manual') return invalid('capture_method', 'Invalid capture_method: must be one of automatic or manual.');
  if (form['confirm'] !== 'true') return invalid('confirm', 'This account confirms its payments as it makes them.');
  const reference = text(form['metadata[reference]']) ?? '';
  const common = { reference, purchase: text(form['metadata[payment]']) ?? reference, amountCents, currency: 'BRL' };
  const method = form['allowed_payment_method_types[0]'];
  if (method === 'card') {
    const card = cardOf(form, cards);
    return 'status' in card ? card : { ...common, method, token: card.token, pixSeconds: undefined, manualCapture: capture === 'manual' };
  }
  if (method !== 'pix') return invalid('allowed_payment_method_types', 'The payment method type is not activated for your account.', 'payment_method_unactivated');
  if (capture === 'manual') return invalid('capture_method', 'The payment method type pix does not support manual capture.');
  if (form['payment_method_data[type]'] !== 'pix') return invalid('payment_method', 'You cannot confirm this PaymentIntent because it is missing a payment method.', 'payment_intent_unexpected_state');
  const pixSeconds = wholeNumber(form['payment_method_options[pix][expires_after_seconds]'] ?? String(PIX_SECONDS_USUAL));
  if (pixSeconds === undefined || pixSeconds < PIX_SECONDS_MIN || pixSeconds > PIX_SECONDS_MAX) return invalid('payment_method_options[pix][expires_after_seconds]', 'Must be between 10 and 1209600.');
  return { ...common, method, token: undefined, pixSeconds };
};

/**
 * Stripe: forms in, JSON out, one event per webhook. Keys live a day, compare their parameters and replay what was answered,
 * a stored 500 as well. An intent is there, told and listed without a word of its card, before its confirmation has ended. Lists are exact and begin with the newest; a search does not see the last minute.
 */
export const stripe: Dialect = {
  name: 'stripe',
  character: { slowCards: 'wait', pixExpires: true, refundMs: 0, chargeId: (_sequence, random) => `pi_${random.text(24, LETTERS)}` },
  phrases: {
    keyReused: error(400, 'idempotency_error', { message: 'Keys for idempotent requests can only be used with the same parameters they were first used with.' }),
    keyInFlight: error(409, 'idempotency_error', { code: 'idempotency_key_in_use', message: 'There is currently another in-progress request using this Idempotent Key.' }),
    broken: error(500, 'api_error', { message: 'An unknown error occurred.' }),
    inFlight: error(409, 'idempotency_error', { code: 'idempotency_key_in_use', message: 'There is currently another in-progress request using this Idempotent Key.' }),
    throttled: error(429, 'invalid_request_error', { code: 'rate_limit', message: 'Too many requests hit the API too quickly.' }),
    unavailable: error(503, 'api_error', { message: 'The service is unavailable.' }),
    rejected: error(403, 'invalid_request_error', { message: 'The API key does not have permissions for the specified resource.' }),
  },
  unauthorized: error(401, 'invalid_request_error', { message: 'Invalid API Key provided.' }),
  keySeconds: DAY_SECONDS,
  keepsErrors: true,
  signatureHeader: 'stripe-signature',
  apiKeyOf: (request) => headerOf(request, 'authorization')?.replace(/^Bearer /, ''),

  routes(app, provider, serve) {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))));
    intentRoutes(app, provider, serve);
    captureRoute(app, provider, serve);
    listRoutes(app, provider, serve);
    refundRoutes(app, provider, serve);
  },

  pageRoutes: stripePageRoutes,

  event: ({ event, charge, refund, dispute }, id, at) => ({
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(at / 1_000),
    livemode: false,
    pending_webhooks: 1,
    request: null,
    type: dispute ? `charge.dispute.${dispute.state === 'opened' ? 'created' : 'closed'}` : refund ? `refund.${event === 'refunded' ? 'updated' : 'failed'}` : `payment_intent.${isUnconfirmed(charge) ? 'created' : EVENTS[stateOf(charge)]}`,
    data: { object: dispute ? disputeBody(dispute, charge) : refund ? refundBody(refund, charge) : intentBody(charge) },
  }),
  envelope: (events) => events,
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const EVENTS: Record<string, string> = { requires_capture: 'amount_capturable_updated', succeeded: 'succeeded', canceled: 'canceled', requires_action: 'requires_action', requires_payment_method: 'payment_failed' };

/** The key of a request with all that it must be repeated with: its path and its form. */
const keyed = (request: FastifyRequest): { key: string; fingerprint: string } | undefined => {
  const key = headerOf(request, 'idempotency-key');
  return key === undefined ? undefined : { key, fingerprint: `${request.url}|${JSON.stringify(request.body)}` };
};

const chargeAt = (provider: Provider, request: FastifyRequest): { id: string; charge: Charge | undefined } => {
  const { id } = request.params as { id: string };
  return { id, charge: provider.book.find(id) };
};

function intentRoutes(app: FastifyInstance, provider: Provider, serve: Serve): void {
  app.post(
    '/v1/payment_intents',
    serve((request) => {
      const wanted = parse(formOf(request.body), provider.cards);
      if ('status' in wanted) return wanted;
      return {
        target: { operation: 'charge', ...wanted },
        idempotency: keyed(request),
        open: (fault) => ({ event: 'created', charge: provider.open(wanted, fault) }),
        run: (fault, opened) => {
          const occurrence = provider.decide(opened!.charge, wanted, fault);
          const { charge } = occurrence;
          return { answer: charge.state === 'declined' ? { status: 402, body: declinedBody(charge) } : { status: 200, body: intentBody(charge) }, occurrence };
        },
      };
    }),
  );

  app.get(
    '/v1/payment_intents/:id',
    serve((request) => {
      const { id, charge } = chargeAt(provider, request);
      if (!charge) return missing(id);
      return { target: { operation: 'find', ...charge }, run: () => ({ answer: { status: 200, body: intentBody(charge) } }) };
    }),
  );

  app.post(
    '/v1/payment_intents/:id/cancel',
    serve((request) => {
      const { id, charge } = chargeAt(provider, request);
      if (!charge) return missing(id);
      return {
        target: { operation: 'void', ...charge },
        idempotency: keyed(request),
        run: (fault) => {
          if (isUnconfirmed(charge)) return { answer: LOCKED };
          const state = stateOf(charge);
          const outcome = state === 'canceled' ? 'not_pending' : provider.void(charge, fault);
          if (typeof outcome !== 'string') return { answer: { status: 200, body: intentBody(charge) }, occurrence: outcome };
          return { answer: invalid('intent', `You cannot cancel this PaymentIntent because it has a status of ${stateOf(charge)}.`, 'payment_intent_unexpected_state') };
        },
      };
    }),
  );
}

/** Once, and all of it: a merchant that takes less than was authorised, or in parts, has another contract. */
function captureRoute(app: FastifyInstance, provider: Provider, serve: Serve): void {
  app.post(
    '/v1/payment_intents/:id/capture',
    serve((request) => {
      const { id, charge } = chargeAt(provider, request);
      if (!charge) return missing(id);
      const form = formOf(request.body);
      const stranger = Object.keys(form).find((name) => name !== 'amount_to_capture');
      if (stranger) return invalid(stranger, `Received unknown parameter: ${stranger}`, 'parameter_unknown');
      if (form['amount_to_capture'] !== undefined && wholeNumber(form['amount_to_capture']) !== charge.amountCents) return invalid('amount_to_capture', 'This account captures what was authorised.', 'amount_too_large');
      return {
        target: { operation: 'capture', ...charge },
        idempotency: keyed(request),
        run: (fault) => {
          const outcome = provider.captureAuthorized(charge, fault);
          if (outcome === 'declined') return { answer: { status: 402, body: declinedBody(charge) } };
          if (typeof outcome !== 'string') return { answer: { status: 200, body: intentBody(charge) }, occurrence: outcome };
          return { answer: invalid('intent', `This PaymentIntent could not be captured because it has a status of ${stateOf(charge)}.`, 'payment_intent_unexpected_state') };
        },
      };
    }),
  );
}

function listRoutes(app: FastifyInstance, provider: Provider, serve: Serve): void {
  const page = (charges: Charge[], url: string, limit: number): Answer => ({
    status: 200,
    body: { object: 'list', url, has_more: charges.length > limit, data: charges.slice(0, limit).map(intentBody) },
  });
  const limitOf = (query: Form): number => Math.min(wholeNumber(query['limit']) ?? 10, 100);

  app.get(
    '/v1/payment_intents',
    serve((request) => {
      const query = request.query as Form;
      const [from, to] = [wholeNumber(query['created[gte]']), wholeNumber(query['created[lt]'])];
      const after = query['starting_after'] === undefined ? undefined : provider.book.find(query['starting_after']);
      return {
        target: { operation: 'list' },
        run: () => {
          const limit = limitOf(query);
          const charges = provider.book.latest({ from: (from ?? 0) * 1_000, ...(to !== undefined && { to: to * 1_000 }), ...(after && { before: after.sequence }), limit: limit + 1 });
          return { answer: page(charges, '/v1/payment_intents', limit) };
        },
      };
    }),
  );

  app.get(
    '/v1/payment_intents/search',
    serve((request) => {
      const query = request.query as Form;
      const reference = /^metadata\['reference'\]:'([^']*)'$/.exec(query['query'] ?? '')?.[1];
      if (reference === undefined) return invalid('query', 'We were unable to parse your search query.');
      return {
        target: { operation: 'find', reference },
        run: () => {
          const indexed = provider.book.withReference(reference).filter(({ createdAt }) => createdAt <= provider.now() - SEARCH_LAG_MS);
          return { answer: page([...indexed], '/v1/payment_intents/search', limitOf(query)) };
        },
      };
    }),
  );
}

function refundRoutes(app: FastifyInstance, provider: Provider, serve: Serve): void {
  app.post(
    '/v1/refunds',
    serve((request) => {
      const form = formOf(request.body);
      const id = form['payment_intent'] ?? '';
      const charge = provider.book.find(id);
      if (!charge) return invalid('payment_intent', `No such payment_intent: '${id}'`, 'resource_missing');
      const amountCents = wholeNumber(form['amount']) ?? charge.amountCents;
      const reference = text(form['metadata[reference]']) ?? '';
      return {
        target: { operation: 'refund', ...charge },
        idempotency: keyed(request),
        run: (fault) => {
          // As long as nobody has decided, whatever of it is wanted back.
          if (charge.disputes.some(({ state }) => state === 'opened')) return { answer: invalid('payment_intent', `Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge_disputed') };
          const outcome = provider.refund(charge, { reference, amountCents }, fault);
          if (outcome === 'not_captured') return { answer: invalid('payment_intent', 'This PaymentIntent does not have a successful charge to refund.', 'payment_intent_unexpected_state') };
          if (typeof outcome === 'string') return { answer: invalid('amount', 'Refund amount is greater than unrefunded amount on charge.', 'charge_already_refunded') };
          return { answer: { status: 200, body: refundBody(outcome.refund, charge) }, occurrence: outcome };
        },
      };
    }),
  );

  // Of one charge, where its intent is named, or of all.
  for (const [path, list] of [['/v1/disputes', disputeList], ['/v1/refunds', refundList]] as const) {
    app.get(
      path,
      serve((request) => {
        const query = request.query as Form;
        const id = query['payment_intent'];
        const charge = id === undefined ? undefined : provider.book.find(id);
        if (id !== undefined && !charge) return invalid('payment_intent', `No such payment_intent: '${id}'`, 'resource_missing');
        return { target: charge ? { operation: 'find', ...charge } : { operation: 'list' }, run: () => ({ answer: { status: 200, body: list(provider, query, charge) } }) };
      }),
    );
  }
}

/** The newest first, of one charge or of all. */
function disputeList(provider: Provider, query: Form, charge: Charge | undefined): unknown {
  const all = charge ? charge.disputes.map((dispute) => ({ dispute, charge })) : provider.book.listDisputes({ from: 0, cursor: 0, limit: Number.MAX_SAFE_INTEGER }).disputes;
  const newest = within(all, query, ({ dispute }) => dispute.openedAt).reverse();
  const body = query['expand[0]'] === 'data.payment_intent' ? expandedDisputeBody : disputeBody;
  const { found, more } = pageOf(newest, query, ({ dispute }) => dispute.id);
  return { object: 'list', url: '/v1/disputes', has_more: more, data: found.map(({ dispute, charge: of }) => body(dispute, of)) };
}

const within = <Item>(all: Item[], query: Form, createdAt: (item: Item) => number): Item[] => {
  const [from, to] = [wholeNumber(query['created[gte]']) ?? 0, wholeNumber(query['created[lt]']) ?? Infinity];
  return all.filter((item) => createdAt(item) >= from * 1_000 && createdAt(item) < to * 1_000);
};

const pageOf = <Item>(items: Item[], query: Form, idOf: (item: Item) => string): { found: Item[]; more: boolean } => {
  const limit = Math.min(wholeNumber(query['limit']) ?? 10, 100);
  const after = items.slice(items.findIndex((item) => idOf(item) === query['starting_after']) + 1);
  return { found: after.slice(0, limit), more: after.length > limit };
};

/** The newest first, of one charge or of all. */
function refundList(provider: Provider, query: Form, charge: Charge | undefined): unknown {
  const all = charge ? charge.refunds.map((refund) => ({ refund, charge })) : provider.book.listRefunds({ from: 0, cursor: 0, limit: Number.MAX_SAFE_INTEGER }).refunds;
  const newest = within(all, query, ({ refund }) => refund.createdAt).reverse();
  const body = query['expand[0]'] === 'data.payment_intent' ? expandedRefundBody : refundBody;
  const { found, more } = pageOf(newest, query, ({ refund }) => refund.id);
  return { object: 'list', url: '/v1/refunds', has_more: more, data: found.map(({ refund, charge: of }) => body(refund, of)) };
}
