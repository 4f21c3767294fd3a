import { refundedOf, type Charge, type Dispute, type Refund } from './book.ts';
import { headerOf, isRecord, text, wholeNumber, type Dialect } from './dialect.ts';
import type { Answer } from './idempotency.ts';
import { CARD_TOKENS, type ChargeRequest, type Provider } from './provider.ts';

/** As Stripe: ten seconds at least for a Pix to be paid, fourteen days at most. */
const PIX_SECONDS_MIN = 10;
const PIX_SECONDS_MAX = 14 * 86_400;
const DAY_SECONDS = 86_400;

const error = (status: number, type: string, code: string, message: string): Answer => ({ status, body: { error: { type, code, message } } });
const invalid = (message: string): Answer => error(400, 'invalid_request', 'parameter_invalid', message);
const missing = (): Answer => error(404, 'invalid_request', 'resource_missing', 'No such charge.');

const stateOf = (charge: Charge): string => {
  if (charge.state === 'captured' && refundedOf(charge) === charge.amountCents) return 'refunded';
  if (charge.state === 'declined') return 'failed';
  if (charge.state === 'voided') return 'canceled';
  return charge.state === 'captured' ? 'succeeded' : charge.state;
};

const refundBody = (refund: Refund, charge: Charge): unknown => ({
  id: refund.id,
  object: 'refund',
  charge: charge.id,
  charge_reference: charge.reference,
  reference: refund.reference,
  amount: refund.amountCents,
  created: Math.floor(refund.createdAt / 1_000),
  status: refund.state === 'done' ? 'succeeded' : refund.state === 'not_done' ? 'failed' : 'pending',
});

const chargeBody = (charge: Charge): unknown => ({
  id: charge.id,
  object: 'charge',
  reference: charge.reference,
  order_reference: charge.purchase,
  amount: charge.amountCents,
  amount_refunded: refundedOf(charge),
  currency: charge.currency.toLowerCase(),
  payment_method: charge.method,
  status: stateOf(charge),
  decline_code: charge.decline ?? null,
  created: Math.floor(charge.createdAt / 1_000),
  pix: charge.pix ? { code: charge.pix.brCode, expires_at: Math.floor(charge.expiresAt! / 1_000), end_to_end_id: charge.pix.endToEndId ?? null } : null,
});

const disputeBody = (dispute: Dispute, charge: Charge): unknown => ({
  id: dispute.id,
  object: 'dispute',
  charge: charge.id,
  reference: charge.reference,
  amount: dispute.amountCents,
  status: dispute.state === 'opened' ? 'needs_response' : dispute.state,
});

const parse = (body: unknown): ChargeRequest | Answer => {
  if (!isRecord(body)) return invalid('A JSON object is expected.');
  const reference = text(body['reference']);
  const amount = body['amount'];
  const pix = isRecord(body['pix']) ? body['pix'] : {};
  const seconds = pix['expires_in'];
  if (!reference) return invalid('reference is required.');
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount <= 0) return invalid('amount must be a positive number of cents.');
  if (body['currency'] !== 'brl') return invalid('currency must be brl.');
  const method = body['payment_method'];
  if (method !== 'card' && method !== 'pix') return invalid('payment_method must be card or pix.');
  const token = text(body['card_token']);
  if (method === 'card' && !(CARD_TOKENS as readonly (string | undefined)[]).includes(token)) return error(400, 'invalid_request', 'card_token_unknown', 'card_token is unknown.');
  if (method === 'pix' && !(Number.isInteger(seconds) && Number(seconds) >= PIX_SECONDS_MIN && Number(seconds) <= PIX_SECONDS_MAX)) {
    return invalid(`pix.expires_in must be between ${PIX_SECONDS_MIN} and ${PIX_SECONDS_MAX}.`);
  }
  return {
    reference,
    purchase: text(body['order_reference']) ?? reference,
    amountCents: amount,
    currency: 'BRL',
    method,
    token: method === 'card' ? token : undefined,
    pixSeconds: method === 'pix' ? Number(seconds) : undefined,
  };
};

/**
 * Aurora: cents, English words, one event per webhook. Cards are answered at once (a slow one keeps the caller
 * waiting), keys live a day and replay stored errors, a used key with other parameters is a 422.
 */
export const aurora: Dialect = {
  name: 'aurora',
  character: { slowCards: 'wait', pixExpires: true, refundMs: 0 },
  phrases: {
    keyReused: error(422, 'idempotency', 'key_reused', 'This key was used with other parameters.'),
    keyInFlight: error(409, 'idempotency', 'key_in_use', 'A request with this key is being worked on.'),
    broken: error(500, 'api', 'internal', 'Something went wrong.'),
    inFlight: error(409, 'idempotency', 'key_in_use', 'A request with this key is being worked on.'),
    throttled: error(429, 'rate_limit', 'too_many_requests', 'Nothing was executed.'),
    unavailable: error(503, 'api', 'unavailable', 'Nothing was executed.'),
    rejected: error(403, 'invalid_request', 'account_restricted', 'This account may not charge.'),
  },
  unauthorized: error(401, 'authentication', 'key_invalid', 'The API key is not known.'),
  keySeconds: DAY_SECONDS,
  signatureHeader: 'aurora-signature',
  apiKeyOf: (request) => headerOf(request, 'authorization')?.replace(/^Bearer /, ''),

  routes(app, provider: Provider, serve) {
    const idempotencyOf = (key: string | undefined, fingerprint: string) => (key ? { key, fingerprint } : undefined);

    app.post(
      '/v1/charges',
      serve((request) => {
        const wanted = parse(request.body);
        if ('status' in wanted) return wanted;
        return {
          target: { operation: 'charge', ...wanted },
          idempotency: idempotencyOf(headerOf(request, 'idempotency-key'), Object.values(wanted).join('|')),
          run: (fault) => {
            const occurrence = provider.charge(wanted, fault);
            return { answer: { status: occurrence.charge.state === 'declined' ? 402 : 200, body: chargeBody(occurrence.charge) }, occurrence };
          },
        };
      }),
    );

    app.get(
      '/v1/charges',
      serve((request) => {
        const query = request.query as Record<string, unknown>;
        const reference = text(query['reference']);
        if (reference) {
          return {
            target: { operation: 'find', reference },
            run: () => ({ answer: { status: 200, body: { data: provider.book.withReference(reference).map(chargeBody), next_cursor: null } } }),
          };
        }
        const [from, to, cursor] = [wholeNumber(query['created_from']), wholeNumber(query['created_to']), wholeNumber(query['cursor'])];
        return {
          target: { operation: 'list' },
          run: () => {
            const page = provider.book.list({
              ...(from !== undefined && { from: from * 1_000 }),
              ...(to !== undefined && { to: to * 1_000 }),
              ...(cursor !== undefined && { cursor }),
              limit: Math.min(wholeNumber(query['limit']) ?? 100, 100),
            });
            return { answer: { status: 200, body: { data: page.charges.map(chargeBody), next_cursor: page.cursor?.toString() ?? null } } };
          },
        };
      }),
    );

    app.get(
      '/v1/refunds',
      serve((request) => {
        const query = request.query as Record<string, unknown>;
        return {
          target: { operation: 'list' },
          run: () => {
            const page = provider.book.listRefunds({ from: (wholeNumber(query['created_from']) ?? 0) * 1_000, cursor: wholeNumber(query['cursor']) ?? 0, limit: 100 });
            return { answer: { status: 200, body: { data: page.refunds.map(({ refund, charge }) => refundBody(refund, charge)), next_cursor: page.cursor?.toString() ?? null } } };
          },
        };
      }),
    );

    app.get(
      '/v1/disputes',
      serve((request) => {
        const query = request.query as Record<string, unknown>;
        return {
          target: { operation: 'list' },
          run: () => {
            const page = provider.book.listDisputes({ from: (wholeNumber(query['created_from']) ?? 0) * 1_000, cursor: wholeNumber(query['cursor']) ?? 0, limit: 100 });
            return { answer: { status: 200, body: { data: page.disputes.map(({ dispute, charge }) => disputeBody(dispute, charge)), next_cursor: page.cursor?.toString() ?? null } } };
          },
        };
      }),
    );

    app.get(
      '/v1/charges/:id',
      serve((request) => {
        const charge = provider.book.find((request.params as { id: string }).id);
        if (!charge) return missing();
        return { target: { operation: 'find', ...charge }, run: () => ({ answer: { status: 200, body: chargeBody(charge) } }) };
      }),
    );

    app.post(
      '/v1/charges/:id/cancel',
      serve((request) => {
        const charge = provider.book.find((request.params as { id: string }).id);
        if (!charge) return missing();
        return {
          target: { operation: 'void', ...charge },
          idempotency: idempotencyOf(headerOf(request, 'idempotency-key'), `cancel|${charge.id}`),
          run: (fault) => {
            const outcome = provider.void(charge, fault);
            if (typeof outcome === 'string') return { answer: error(409, 'invalid_request', 'charge_not_cancelable', `The charge is ${stateOf(charge)}.`) };
            return { answer: { status: 200, body: chargeBody(charge) }, occurrence: outcome };
          },
        };
      }),
    );

    app.post(
      '/v1/charges/:id/refunds',
      serve((request) => {
        const charge = provider.book.find((request.params as { id: string }).id);
        if (!charge) return missing();
        const body = isRecord(request.body) ? request.body : {};
        const amount = body['amount'];
        const reference = text(body['reference']);
        if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount <= 0 || !reference) return invalid('amount and reference are required.');
        return {
          target: { operation: 'refund', ...charge },
          idempotency: idempotencyOf(headerOf(request, 'idempotency-key'), `refund|${charge.id}|${amount}|${reference}`),
          run: (fault) => {
            const outcome = provider.refund(charge, { reference, amountCents: amount }, fault);
            if (typeof outcome === 'string') return { answer: error(400, 'invalid_request', outcome, 'This charge cannot be refunded so.') };
            return { answer: { status: 200, body: refundBody(outcome.refund, charge) }, occurrence: outcome };
          },
        };
      }),
    );

    app.get(
      '/v1/charges/:id/refunds',
      serve((request) => {
        const charge = provider.book.find((request.params as { id: string }).id);
        if (!charge) return missing();
        return {
          target: { operation: 'find', ...charge },
          run: () => ({ answer: { status: 200, body: { data: charge.refunds.map((refund) => refundBody(refund, charge)) } } }),
        };
      }),
    );
  },

  event: ({ event, charge, refund, dispute }, id, at) => ({
    id,
    object: 'event',
    type: dispute ? `charge.dispute.${dispute.state === 'opened' ? 'created' : 'closed'}` : refund ? `refund.${event === 'refunded' ? 'succeeded' : 'failed'}` : `charge.${event === 'created' ? 'created' : stateOf(charge)}`,
    created: Math.floor(at / 1_000),
    data: { object: dispute ? disputeBody(dispute, charge) : refund ? refundBody(refund, charge) : chargeBody(charge) },
  }),
  envelope: (events) => events,
};
