import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback, type MercadoPagoConfig } from '#platform';
import type { Observation } from './attempt.js';
import { type CardField, sandboxField } from './card-field.js';
import { type Exchange, GatewayHttp } from './gateway-http.js';
import { hasCandidate, oursAmong } from './mercado-pago-refunds.js';
import { disputeOf, errorOf, isContested, isKeyReused, isStateWrong, isTokenUnknown, type ListedPayment, mercadoPagoNotice, mercadoPagoPayment, observedPayment, observedRefund, paymentPage, refundList } from './mercado-pago-words.js';
import { atOnce, type Capabilities, type ChargeRequest, GatewaySilent, type InTurn, type ListedCharge, type ListedDispute, type NamedCharge, type Notice, PaymentGateway, type RefundObservation, type RefundRequest } from './payment-gateway.js';
import { WebhookRefused } from './payments.errors.js';
import { writtenAt } from './reference.js';
import { isSigned, jsonOf } from './webhook-signature.js';

/** Half an hour is the least that Mercado Pago takes; five minutes more for clocks that differ and for a call that is made again. */
const PIX_SECONDS_MIN = 1_800;
const PIX_SECONDS_SPARE = 300;
const PAGE = 100;
/** It keeps a key for a day, after which the same call is another refund; four hours are for clocks that differ and for how long a call may wait. */
const KEY_MS_MAX = 20 * 3_600_000;
/** It tries to deliver for hours; and since a webhook only names a charge, an old one can do no more than have us ask once. */
const WEBHOOK_AGE_SECONDS_MAX = 86_400;
/** Stamps come in seconds and in milliseconds; the latter are beyond this one. */
const SECONDS_MAX = 100_000_000_000;

/**
 * Mercado Pago: payments with amounts as numbers, cards answered at once or after a review, webhooks that only name a payment.
 * A refund has no name there but its key, and the search runs behind: an absent charge is believed absent after a quarter of an hour.
 */
export class MercadoPagoGateway extends PaymentGateway {
  override readonly name: string;
  override readonly capabilities: Capabilities = { methods: ['card', 'pix'], pixSecondsMin: PIX_SECONDS_MIN, settleSecondsMax: 900 };
  private readonly http: GatewayHttp;
  private readonly notificationUrl: string | undefined;

  constructor(
    private readonly config: MercadoPagoConfig,
    options: { answerMsMax?: number; notificationUrl?: string } = {},
  ) {
    super();
    this.name = config.name;
    this.http = new GatewayHttp(config.baseUrl, { authorization: `Bearer ${config.accessToken}` }, options);
    // Another one is refused; then the account's own setting holds.
    this.notificationUrl = options.notificationUrl?.startsWith('https://') ? options.notificationUrl : undefined;
  }

  override get cardField(): CardField | null {
    const { baseUrl, publishableKey, sandbox, scriptUrl = 'https://sdk.mercadopago.com/js/v2' } = this.config;
    if (publishableKey !== undefined) return { kind: 'mercado_pago', publishableKey, scriptUrl };
    return sandbox && isLoopback(baseUrl) ? sandboxField('visa') : null;
  }

  override takes(token: string): boolean {
    return BRANDED.test(token);
  }

  override async charge(request: ChargeRequest): Promise<Observation> {
    const { reference, paymentId, amountCents, description } = request;
    const answer = await this.post('/v1/payments', reference, request.answerMsMax, {
      transaction_amount: amountCents / 100,
      description,
      external_reference: reference,
      metadata: { payment: paymentId },
      payer: { email: request.payerEmail ?? undefined },
      notification_url: this.notificationUrl,
      ...(request.method === 'card' ? cardFields(request.token ?? '') : pixFields(request)),
    });
    return answer.kind === 'answer' ? outcome(answer) : answer;
  }

  override async find({ reference, chargeId }: { reference: string; chargeId: string | null }): Promise<Observation> {
    if (chargeId === null) return this.findByReference(reference);
    const answer = await this.get(paymentPath(chargeId));
    if (answer.kind !== 'answer') return { kind: 'unreachable', reason: answer.reason };
    if (answer.status === 404) return { kind: 'absent' };
    return answer.status === 200 ? observedPayment(answer.body) : { kind: 'unreachable', reason: `status ${answer.status}` };
  }

  override async void(by: { reference: string; chargeId: string }): Promise<Observation> {
    const answer = await this.http.exchange({ method: 'PUT', path: paymentPath(by.chargeId), headers: { 'x-idempotency-key': `void-${by.reference}` }, body: { status: 'cancelled' } });
    if (answer.kind === 'answer' && answer.status === 200) return observedPayment(answer.body);
    return this.find(by);
  }

  /**
   * Money that its payer wants back already would go back twice, and nothing is documented of a refund meanwhile but that a payment's state may not
   * allow one: so it is looked at first, and once more where the state was wrong after all.
   */
  override async refund(request: RefundRequest): Promise<RefundObservation> {
    const before = await this.standOf(request.chargeId);
    if (before === 'contested') return { kind: 'disputed' };
    if (before === 'unknown') return { kind: 'unknown', reason: 'how the payment stands is not known' };
    const answer = await this.post(`${paymentPath(request.chargeId)}/refunds`, request.reference, undefined, { amount: request.amountCents / 100 });
    if (answer.kind !== 'answer') return { kind: 'unknown', reason: answer.reason };
    if (answer.status === 200 || answer.status === 201) return observedRefund(answer.body);
    if (isKeyReused(answer.body)) return { kind: 'unknown', reason: errorOf(answer.body) };
    // All of it went back, and none of that by this refund: the payer got it in a mediation, or from somebody by hand.
    if (answer.status === 400 && before === 'returned') return { kind: 'disputed' };
    if (answer.status === 400 && isStateWrong(answer.body)) return this.refusedByState(request);
    if (answer.status === 400 || answer.status === 404) return { kind: 'refused', reason: errorOf(answer.body), retryable: false };
    return { kind: 'unknown', reason: `status ${answer.status}` };
  }

  /** The same call is answered so for as long as its key is kept, whatever became of the payment since. */
  private async refusedByState({ chargeId, reference }: RefundRequest): Promise<RefundObservation> {
    const stand = await this.standOf(chargeId);
    if (stand === 'contested' || stand === 'returned') return { kind: 'disputed' };
    if (stand === 'free' && !isKeyKept(reference)) return { kind: 'refused', reason: 'state', retryable: true };
    return stand === 'over' ? { kind: 'refused', reason: 'state', retryable: false } : { kind: 'unknown', reason: 'state' };
  }

  private async standOf(chargeId: string): Promise<'free' | 'contested' | 'returned' | 'over' | 'unknown'> {
    const answer = await this.get(paymentPath(chargeId));
    const payment = answer.kind === 'answer' && answer.status === 200 ? mercadoPagoPayment.safeParse(answer.body).data : undefined;
    if (!payment) return answer.kind === 'answer' && answer.status === 404 ? 'over' : 'unknown';
    if (isContested(payment)) return 'contested';
    if (payment.status === 'refunded') return 'returned';
    return payment.status === 'approved' || payment.status === 'charged_back' ? 'free' : 'over';
  }

  /**
   * A refund is known by its key, and once an answer has said so by a number. Without one the same call again says which of those of its amount
   * it is. Once the key may be forgotten that call would pay once more: then ours take those that may be theirs one after the other.
   */
  override async findRefund(request: RefundRequest): Promise<RefundObservation> {
    const { chargeId, reference, gatewayRefundId: named = null, otherRefundIds = [] } = request;
    const answer = await this.get(`${paymentPath(chargeId)}/refunds`);
    const listed = answer.kind === 'answer' && answer.status === 200 ? refundList.safeParse(answer.body).data : undefined;
    if (!listed) return { kind: 'unknown', reason: 'no list of refunds' };
    const observed = (refund: object | undefined): RefundObservation => (refund ? observedRefund(refund) : { kind: 'absent' });
    if (named !== null) return observed(listed.find(({ id }) => id === named));
    if (!isKeyKept(reference)) return observed(oursAmong(request, listed));
    if (!hasCandidate(request, listed)) return { kind: 'absent' };
    const replayed = await this.refund(request);
    const refundId = 'refundId' in replayed ? replayed.refundId : undefined;
    // The answer to our key, though what it names was taken for another one: that one's turn comes when the key is forgotten.
    if (refundId === undefined || otherRefundIds.includes(refundId)) return { kind: 'unknown', reason: 'the refund was not named' };
    const seen = listed.find(({ id }) => id === refundId);
    return seen ? observedRefund(seen) : replayed;
  }

  /**
   * `x-signature: ts=…,v1=…` over the payment's id and the request's: not over the body, of which therefore nothing else is believed. The id
   * stands in the address as well, but it is the same one.
   */
  override readWebhook(headers: IncomingHttpHeaders, rawBody: Buffer): Notice[] {
    const notice = mercadoPagoNotice.safeParse(jsonOf(rawBody)).data;
    if (!notice) throw new WebhookRefused({ reason: 'form' });
    const { 'x-signature': header, 'x-request-id': requestId } = headers;
    if (typeof header !== 'string' || typeof requestId !== 'string' || header.length > 1_000 || requestId.length > 200) throw new WebhookRefused({ reason: 'signature' });
    const parts = header.split(',').map((part) => part.trim());
    const stamp = parts.find((part) => /^ts=\d{1,15}$/.test(part))?.slice(3);
    const manifest = `id:${notice.data.id.toLowerCase()};request-id:${requestId};ts:${stamp};`;
    if (stamp === undefined || !isSigned(this.config.webhookSecret, [manifest], parts)) throw new WebhookRefused({ reason: 'signature' });
    const seconds = Number(stamp) > SECONDS_MAX ? Number(stamp) / 1_000 : Number(stamp);
    if (Math.abs(Date.now() / 1_000 - seconds) > WEBHOOK_AGE_SECONDS_MAX) throw new WebhookRefused({ reason: 'age' });
    return notice.type === 'payment' ? [{ eventId: requestId, about: 'name', chargeId: notice.data.id }] : [];
  }

  override async news({ eventId, chargeId }: NamedCharge & { eventId: string }): Promise<Notice[]> {
    const answer = await this.get(paymentPath(chargeId));
    if (answer.kind === 'answer' && answer.status === 404) return [];
    const payment = answer.kind === 'answer' && answer.status === 200 ? mercadoPagoPayment.safeParse(answer.body).data : undefined;
    if (!payment) throw new GatewaySilent(`${this.name} says nothing of a charge that it named`);
    const reference = payment.external_reference ?? '';
    const dispute = disputeOf(payment);
    return [
      { eventId, about: 'charge', reference, observation: observedPayment(payment) },
      ...(dispute ? [{ eventId: `${eventId}/dispute`, about: 'dispute' as const, reference, ...dispute }] : []),
    ];
  }

  override async *list(createdFrom: Date, inTurn = atOnce): AsyncIterable<ListedCharge[]> {
    for await (const payments of this.createdFrom(createdFrom, inTurn)) {
      yield payments.map((payment) => ({ reference: payment.external_reference ?? '', createdAt: new Date(payment.date_created), observation: observedPayment(payment) }));
    }
  }

  /** Chargebacks have no list of their own: those of payments that were made from then on. */
  override async *listDisputes(from: Date, inTurn = atOnce): AsyncIterable<ListedDispute[]> {
    for await (const payments of this.createdFrom(from, inTurn, { status: 'charged_back' })) {
      yield payments.flatMap((listed): ListedDispute[] => {
        const payment = mercadoPagoPayment.safeParse(listed).data;
        const dispute = payment && disputeOf(payment);
        return dispute ? [{ reference: payment.external_reference ?? '', ...dispute }] : [];
      });
    }
  }

  /** Each page begins at the last one's last instant, behind as many as it had of that instant: deep offsets are refused. */
  private async *createdFrom(instant: Date, inTurn: InTurn, more: Record<string, string> = {}): AsyncIterable<ListedPayment[]> {
    let begin = instant.toISOString();
    for (let offset = 0; ; ) {
      const query = { sort: 'date_created', criteria: 'asc', range: 'date_created', begin_date: begin, end_date: 'NOW', ...more, offset: String(offset) };
      const results = await inTurn(() => this.search(query));
      const last = results.at(-1)?.date_created;
      if (last === undefined) return;
      yield results;
      if (results.length < PAGE) return;
      const together = results.filter(({ date_created }) => date_created === last).length;
      const next = new Date(last).toISOString();
      offset = next === begin ? offset + results.length : together;
      begin = next;
    }
  }

  override close(): Promise<void> {
    return this.http.close();
  }

  private async findByReference(reference: string): Promise<Observation> {
    try {
      const found = await this.search({ sort: 'date_created', criteria: 'desc', external_reference: reference });
      // Should a reference have been charged twice after all, the money counts.
      const best = found.find(({ status }) => status === 'approved' || status === 'refunded') ?? found[0];
      return best ? observedPayment(best) : { kind: 'absent' };
    } catch (error) {
      if (error instanceof GatewaySilent) return { kind: 'unreachable', reason: error.message };
      throw error;
    }
  }

  /** @throws GatewaySilent */
  private async search(query: Record<string, string>): Promise<ListedPayment[]> {
    const answer = await this.get(`/v1/payments/search?${new URLSearchParams({ ...query, limit: String(PAGE) }).toString()}`);
    const found = answer.kind === 'answer' && answer.status === 200 ? paymentPage.safeParse(answer.body) : undefined;
    if (!found?.success) throw new GatewaySilent(`${this.name} gives no list of charges`);
    return found.data.results;
  }

  private get(path: string): Promise<Exchange> {
    return this.http.exchange({ method: 'GET', path });
  }

  private post(path: string, key: string, answerMsMax: number | undefined, body: object): Promise<Exchange> {
    return this.http.exchange({ method: 'POST', path, answerMsMax, headers: { 'x-idempotency-key': key }, body });
  }
}

/** A name that does not say when it was written may be as old as any. */
const isKeyKept = (reference: string): boolean => Date.now() - (writtenAt(reference)?.getTime() ?? 0) < KEY_MS_MAX;

const paymentPath = (chargeId: string): string => `/v1/payments/${encodeURIComponent(chargeId)}`;

/** Its page gives a token and the card's brand, and it asks for both: `visa:<token>` is how the buyer's page hands them to us. */
const BRANDED = /^([a-z0-9_]{2,20}):(.+)$/;

function cardFields(token: string): object {
  const [, brand, card] = BRANDED.exec(token) ?? [];
  return { installments: 1, token: card ?? token, payment_method_id: brand };
}

/** The end is told as an instant, which a replay must repeat: it counts from when the attempt was written, as its name tells. */
function pixFields({ reference, pixSeconds }: ChargeRequest): object {
  const from = writtenAt(reference)?.getTime() ?? Date.now();
  const seconds = Math.max(pixSeconds, PIX_SECONDS_MIN + PIX_SECONDS_SPARE);
  return { payment_method_id: 'pix', date_of_expiration: new Date(from + seconds * 1_000).toISOString() };
}

function outcome({ status, body, retryAfterSeconds }: Extract<Exchange, { kind: 'answer' }>): Observation {
  if (status === 200 || status === 201) return observedPayment(body);
  if (isKeyReused(body)) return { kind: 'unknown', reason: errorOf(body) };
  if (status === 409 || status === 423) return { kind: 'in_flight' };
  if (status === 429) return { kind: 'throttled', retryAfterSeconds };
  // Nowhere documented as not executed, a 503 neither.
  if (status >= 500) return { kind: 'unknown', reason: `status ${status}` };
  return { kind: 'rejected', code: errorOf(body), configuration: status === 401 || status === 403 || status === 404, token: isTokenUnknown(body) };
}
