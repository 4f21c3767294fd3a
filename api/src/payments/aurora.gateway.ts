import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { SimulatorConfig } from '#platform';
import type { Observation } from './attempt.js';
import { type CardField, sandboxField } from './card-field.js';
import { type Exchange, GatewayHttp } from './gateway-http.js';
import { atOnce, type Capabilities, type ChargeRequest, GatewaySilent, type ListedCharge, type ListedDispute, type ListedRefund, type Notice, PaymentGateway, type RefundObservation, type RefundRequest } from './payment-gateway.js';
import { WebhookRefused } from './payments.errors.js';
import { checkSignature, jsonOf } from './webhook-signature.js';

const charge = z.object({
  id: z.string(),
  reference: z.string(),
  amount: z.number().int(),
  currency: z.string(),
  status: z.enum(['pending', 'succeeded', 'refunded', 'failed', 'canceled', 'expired']),
  decline_code: z.string().nullish(),
  created: z.number(),
  pix: z.object({ code: z.string(), expires_at: z.number() }).nullish(),
});
const refund = z.object({ reference: z.string(), status: z.enum(['pending', 'succeeded', 'failed']) });
const page = z.object({ data: z.array(charge), next_cursor: z.string().nullable() });
const refunds = z.object({ data: z.array(refund) });
const listedRefund = refund.extend({ charge_reference: z.string(), amount: z.number().int(), created: z.number() });
const refundPage = z.object({ data: z.array(listedRefund), next_cursor: z.string().nullable() });
const refusal = z.object({ error: z.object({ type: z.string(), code: z.string() }) });
const dispute = z.object({ object: z.literal('dispute'), id: z.string(), reference: z.string(), amount: z.number().int().positive(), status: z.enum(['needs_response', 'won', 'lost']) });
const disputePage = z.object({ data: z.array(dispute), next_cursor: z.string().nullable() });
const event = z.object({ id: z.string(), data: z.object({ object: z.union([dispute, charge, refund]) }) });

/** The issuer could not be asked; the card itself may be good. */
const SOFT_DECLINES = new Set(['issuer_unavailable', 'processing_error', 'try_again_later']);

/** Aurora: cents, English words, cards answered at once, one event per webhook. */
export class AuroraGateway extends PaymentGateway {
  override readonly name: string;
  override readonly capabilities: Capabilities = { methods: ['card', 'pix'], pixSecondsMin: 10, settleSecondsMax: 30 };
  private readonly http: GatewayHttp;

  constructor(
    private readonly config: SimulatorConfig,
    limits: { answerMsMax?: number } = {},
  ) {
    super();
    this.name = config.name;
    this.http = new GatewayHttp(config.baseUrl, { authorization: `Bearer ${config.apiKey}` }, limits);
  }

  override get cardField(): CardField {
    return sandboxField();
  }

  override async charge(request: ChargeRequest): Promise<Observation> {
    const { reference, paymentId, amountCents, method, description } = request;
    const answer = await this.http.exchange({
      method: 'POST',
      path: '/v1/charges',
      headers: { 'idempotency-key': reference },
      answerMsMax: request.answerMsMax,
      body: {
        reference,
        order_reference: paymentId,
        amount: amountCents,
        currency: request.currency.toLowerCase(),
        description,
        payment_method: method,
        ...(method === 'card' ? { card_token: request.token } : { pix: { expires_in: Math.max(request.pixSeconds, this.capabilities.pixSecondsMin) } }),
      },
    });
    return this.outcome(answer);
  }

  override async find({ reference, chargeId }: { reference: string; chargeId: string | null }): Promise<Observation> {
    const answer = await this.http.exchange({ method: 'GET', path: chargeId === null ? `/v1/charges?reference=${encodeURIComponent(reference)}` : `/v1/charges/${encodeURIComponent(chargeId)}` });
    if (answer.kind !== 'answer') return { kind: 'unreachable', reason: answer.reason };
    if (answer.status === 404) return { kind: 'absent' };
    if (answer.status !== 200) return { kind: 'unreachable', reason: `status ${answer.status}` };
    if (chargeId !== null) return observed(answer.body);
    const found = page.safeParse(answer.body);
    if (!found.success) return { kind: 'unreachable', reason: 'the answer has another form' };
    // Should a reference have been charged twice after all, the money counts.
    const best = found.data.data.find(({ status }) => status === 'succeeded' || status === 'refunded') ?? found.data.data[0];
    return best ? observed(best) : { kind: 'absent' };
  }

  override async void(by: { reference: string; chargeId: string }): Promise<Observation> {
    const answer = await this.http.exchange({ method: 'POST', path: `/v1/charges/${encodeURIComponent(by.chargeId)}/cancel`, headers: { 'idempotency-key': `void-${by.reference}` }, body: {} });
    if (answer.kind === 'answer' && answer.status === 200) return observed(answer.body);
    return this.find(by);
  }

  override async refund(request: RefundRequest): Promise<RefundObservation> {
    const { chargeId, reference, amountCents } = request;
    const answer = await this.http.exchange({ method: 'POST', path: `/v1/charges/${encodeURIComponent(chargeId)}/refunds`, headers: { 'idempotency-key': reference }, body: { amount: amountCents, reference } });
    if (answer.kind !== 'answer') return { kind: 'unknown', reason: answer.reason };
    if (answer.status === 200) return observedRefund(answer.body);
    if (answer.status === 400 || answer.status === 404) return { kind: 'refused', reason: codeOf(answer.body), retryable: false };
    return { kind: 'unknown', reason: `status ${answer.status}` };
  }

  override async findRefund({ chargeId, reference }: RefundRequest): Promise<RefundObservation> {
    const answer = await this.http.exchange({ method: 'GET', path: `/v1/charges/${encodeURIComponent(chargeId)}/refunds` });
    if (answer.kind !== 'answer' || answer.status !== 200) return { kind: 'unknown', reason: 'no answer' };
    const found = refunds.safeParse(answer.body);
    if (!found.success) return { kind: 'unknown', reason: 'the answer has another form' };
    const ours = found.data.data.find((other) => other.reference === reference);
    return ours ? observedRefund(ours) : { kind: 'absent' };
  }

  override readWebhook(headers: IncomingHttpHeaders, rawBody: Buffer): Notice[] {
    checkSignature(this.config.webhookSecret, headers['aurora-signature'], rawBody);
    const { data: news } = event.safeParse(jsonOf(rawBody));
    if (!news) throw new WebhookRefused({ reason: 'form' });
    const { object } = news.data;
    const { reference } = object;
    if ('object' in object) return [{ eventId: news.id, about: 'dispute', ...disputed(object) }];
    if ('amount' in object && 'currency' in object) return [{ eventId: news.id, about: 'charge', reference, observation: observed(object) }];
    return [{ eventId: news.id, about: 'refund', reference, observation: observedRefund(object) }];
  }

  override async *list(createdFrom: Date, inTurn = atOnce): AsyncIterable<ListedCharge[]> {
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `/v1/charges?created_from=${Math.floor(createdFrom.getTime() / 1_000)}&limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const answer = await inTurn(() => this.http.exchange({ method: 'GET', path }));
      const found = answer.kind === 'answer' && answer.status === 200 ? page.safeParse(answer.body) : undefined;
      if (!found?.success) throw new GatewaySilent(`${this.name} gives no list of charges`);
      yield found.data.data.map((item) => ({ reference: item.reference, createdAt: new Date(item.created * 1_000), observation: observed(item) }));
      cursor = found.data.next_cursor;
    }
  }

  override async *listRefunds(createdFrom: Date, inTurn = atOnce): AsyncIterable<ListedRefund[]> {
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `/v1/refunds?created_from=${Math.floor(createdFrom.getTime() / 1_000)}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const answer = await inTurn(() => this.http.exchange({ method: 'GET', path }));
      const found = answer.kind === 'answer' && answer.status === 200 ? refundPage.safeParse(answer.body) : undefined;
      if (!found?.success) throw new GatewaySilent(`${this.name} gives no list of refunds`);
      yield found.data.data.map((item) => ({
        reference: item.reference, chargeReference: item.charge_reference, amountCents: item.amount, createdAt: new Date(item.created * 1_000), observation: observedRefund(item),
      }));
      cursor = found.data.next_cursor;
    }
  }

  override async *listDisputes(from: Date, inTurn = atOnce): AsyncIterable<ListedDispute[]> {
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `/v1/disputes?created_from=${Math.floor(from.getTime() / 1_000)}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const answer = await inTurn(() => this.http.exchange({ method: 'GET', path }));
      const found = answer.kind === 'answer' && answer.status === 200 ? disputePage.safeParse(answer.body) : undefined;
      if (!found?.success) throw new GatewaySilent(`${this.name} gives no list of disputes`);
      yield found.data.data.map(disputed);
      cursor = found.data.next_cursor;
    }
  }

  override close(): Promise<void> {
    return this.http.close();
  }

  private outcome(answer: Exchange): Observation {
    if (answer.kind !== 'answer') return answer;
    const { status, body } = answer;
    if (status === 200 || status === 402) return observed(body);
    if (status === 409) return { kind: 'in_flight' };
    if (status === 429 || status === 503) return { kind: 'throttled', retryAfterSeconds: answer.retryAfterSeconds };
    if (status >= 500) return { kind: 'unknown', reason: `status ${status}` };
    // A key used with other parameters: the call before this one may have been executed.
    if (status === 422) return { kind: 'unknown', reason: codeOf(body) };
    return { kind: 'rejected', code: codeOf(body), configuration: status === 401 || status === 403 || status === 404, token: codeOf(body) === 'card_token_unknown' };
  }
}

const codeOf = (body: unknown): string => refusal.safeParse(body).data?.error.code ?? 'unnamed';

function observed(body: unknown): Observation {
  const parsed = charge.safeParse(body);
  if (!parsed.success) return { kind: 'unknown', reason: 'the answer has another form' };
  const { id: chargeId, amount: amountCents, status, pix } = parsed.data;
  const charged = { chargeId, amountCents, currency: parsed.data.currency.toUpperCase() };
  switch (status) {
    case 'succeeded':
    case 'refunded':
      return { kind: 'captured', ...charged };
    case 'pending':
      return { kind: 'pending', ...charged, ...(pix && { pix: { brCode: pix.code, expiresAt: new Date(pix.expires_at * 1_000) } }) };
    case 'failed': {
      const code = parsed.data.decline_code ?? 'declined';
      return { kind: 'declined', chargeId, code, hard: !SOFT_DECLINES.has(code) };
    }
    case 'canceled':
      return { kind: 'voided', chargeId };
    case 'expired':
      return { kind: 'expired', chargeId };
  }
}

function observedRefund(body: unknown): RefundObservation {
  const parsed = refund.safeParse(body);
  if (!parsed.success) return { kind: 'unknown', reason: 'the answer has another form' };
  if (parsed.data.status === 'failed') return { kind: 'refused', reason: 'the gateway could not do it' };
  return { kind: parsed.data.status === 'succeeded' ? 'refunded' : 'pending' };
}

const disputed = ({ id: disputeId, reference, amount: amountCents, status }: z.output<typeof dispute>): ListedDispute => ({ reference, disputeId, amountCents, state: status === 'needs_response' ? 'opened' : status });
