import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { isLoopback, type StripeConfig } from '#platform';
import type { Observation } from './attempt.js';
import { type CardField, sandboxField } from './card-field.js';
import { type Exchange, GatewayHttp } from './gateway-http.js';
import { atOnce, type Capabilities, type CaptureRequest, type ChargeRequest, GatewaySilent, type ListedCharge, type ListedDispute, type ListedRefund, type NamedCharge, type Notice, PaymentGateway, type RefundObservation, type RefundRequest } from './payment-gateway.js';
import { WebhookRefused } from './payments.errors.js';
import { writtenAt } from './reference.js';
import { oldestFirst, PAGE } from './stripe-lists.js';
import { accountDisputePage, disputePage, disputeStateOf, intentPage, type ListedIntent, type ListedStripeDispute, type ListedStripeRefund, observedError, observedIntent, observedRefund, refundPage, stripeDispute, stripeEvent, stripeIntent, stripeRefund } from './stripe-words.js';
import { checkSignature, jsonOf } from './webhook-signature.js';

/** The version whose shapes are read here, whatever the account's own default is. */
const API_VERSION = '2026-10-28.endive';
/** Of the same release: what it calls its options goes with it. */
const SCRIPT_URL = 'https://js.stripe.com/endive/stripe.js';
/** The longest that Stripe keeps a Pix open: fourteen days. */
const PIX_SECONDS_MAX = 1_209_600;
/** Looking for one charge goes through so many pages of the newest, which is a second of the fastest sale; what is older is searched for. */
const FIND_PAGES_MAX = 5;
/** How far two clocks may differ. */
const CLOCKS_APART_SECONDS = 60;
/** Its search runs less than a minute behind "in normal operation"; in an outage of its own more, so what it does not know is believed after far longer. */
const SEARCH_BEHIND_MS_MAX = 900_000;

/**
 * Stripe: PaymentIntents that are confirmed as they are made, over forms; a card is authorised so, and captured by a second call. Its list is exact but knows no reference; its search knows the
 * reference and runs behind. What stands in neither is absent only if the list was gone through, or the search must know it by now.
 */
export class StripeGateway extends PaymentGateway {
  override readonly name: string;
  override readonly capabilities: Capabilities = { methods: ['card', 'pix'], pixSecondsMin: 10, settleSecondsMax: 30, authorises: true };
  private readonly http: GatewayHttp;

  constructor(
    private readonly config: StripeConfig,
    limits: { answerMsMax?: number } = {},
  ) {
    super();
    this.name = config.name;
    this.http = new GatewayHttp(config.baseUrl, { authorization: `Bearer ${config.secretKey}`, 'stripe-version': API_VERSION }, limits);
  }

  override get cardField(): CardField | null {
    const { baseUrl, publishableKey, sandbox, scriptUrl = SCRIPT_URL } = this.config;
    if (publishableKey !== undefined) return { kind: 'stripe', publishableKey, scriptUrl };
    return sandbox && isLoopback(baseUrl) ? sandboxField() : null;
  }

  /** Its tokens are one word; another provider's, which name the card's brand before them, are not. */
  override takes(token: string): boolean {
    return !token.includes(':');
  }

  override async charge(request: ChargeRequest): Promise<Observation> {
    const { reference, paymentId, amountCents, currency, description } = request;
    const answer = await this.post('/v1/payment_intents', reference, request.answerMsMax, {
      amount: String(amountCents),
      currency: currency.toLowerCase(),
      confirm: 'true',
      description,
      'metadata[reference]': reference,
      'metadata[payment]': paymentId,
      ...(request.method === 'card' ? cardFields(request.token ?? '') : this.pixFields(request.pixSeconds)),
    });
    return answer.kind === 'answer' ? outcome(answer) : answer;
  }

  override async capture({ reference, chargeId, amountCents, key, answerMsMax }: CaptureRequest): Promise<Observation> {
    const answer = await this.post(`/v1/payment_intents/${encodeURIComponent(chargeId)}/capture`, key, answerMsMax, { amount_to_capture: String(amountCents) });
    if (answer.kind !== 'answer') return answer;
    const tooLate = answer.status === 400 && observedError(answer.body).code === 'payment_intent_unexpected_state';
    return tooLate ? this.find({ reference, chargeId }) : outcome(answer);
  }

  override async find({ reference, chargeId }: { reference: string; chargeId: string | null }): Promise<Observation> {
    if (chargeId === null) return this.findByReference(reference);
    const answer = await this.get(`/v1/payment_intents/${encodeURIComponent(chargeId)}`);
    if (answer.kind !== 'answer') return { kind: 'unreachable', reason: answer.reason };
    if (answer.status === 404) return { kind: 'absent' };
    return answer.status === 200 ? observedIntent(answer.body) : { kind: 'unreachable', reason: `status ${answer.status}` };
  }

  /** Without a key: cancelling twice is cancelling once, and under a key a failure would be told again for a day. */
  override async void(by: { reference: string; chargeId: string }): Promise<Observation> {
    const answer = await this.post(`/v1/payment_intents/${encodeURIComponent(by.chargeId)}/cancel`, null, undefined, {});
    if (answer.kind === 'answer' && answer.status === 200) return observedIntent(answer.body);
    return this.find(by);
  }

  override async refund({ chargeId, reference, amountCents }: RefundRequest): Promise<RefundObservation> {
    const answer = await this.post('/v1/refunds', reference, undefined, { payment_intent: chargeId, amount: String(amountCents), 'metadata[reference]': reference });
    if (answer.kind !== 'answer') return { kind: 'unknown', reason: answer.reason };
    if (answer.status === 200) return observedRefund(answer.body);
    const { type, code } = observedError(answer.body);
    if (code === 'charge_disputed') return { kind: 'disputed' };
    // Money that is not there yet will be; a key used otherwise says nothing of the refund.
    const waits = type === 'idempotency_error' || code === 'balance_insufficient' || code === 'insufficient_funds';
    if ((answer.status === 400 || answer.status === 404) && !waits) return { kind: 'refused', reason: code, retryable: false };
    return { kind: 'unknown', reason: `status ${answer.status} ${code}` };
  }

  override async findRefund({ chargeId, reference }: RefundRequest): Promise<RefundObservation> {
    const answer = await this.get('/v1/refunds', { payment_intent: chargeId, limit: String(PAGE) });
    const found = answer.kind === 'answer' && answer.status === 200 ? refundPage.safeParse(answer.body) : undefined;
    if (!found?.success) return { kind: 'unknown', reason: 'no list of refunds' };
    const ours = found.data.data.find((refund) => referenceOf(refund) === reference);
    return ours ? observedRefund(ours) : { kind: 'absent' };
  }

  override readWebhook(headers: IncomingHttpHeaders, rawBody: Buffer): Notice[] {
    checkSignature(this.config.webhookSecret, headers['stripe-signature'], rawBody);
    const event = stripeEvent.safeParse(jsonOf(rawBody)).data;
    if (!event) throw new WebhookRefused({ reason: 'form' });
    const { id: eventId, type, data } = event;
    // How it was before it was confirmed, which the answer of the very same call tells better; it may come after that.
    if (type === 'payment_intent.created') return [];
    const intent = stripeIntent.safeParse(data.object).data;
    if (intent) return [{ eventId, about: 'charge', reference: referenceOf(intent), observation: observedIntent(intent) }];
    const refund = stripeRefund.safeParse(data.object).data;
    if (refund) return [{ eventId, about: 'refund', reference: referenceOf(refund), observation: observedRefund(refund) }];
    const dispute = stripeDispute.safeParse(data.object).data;
    // Whatever else an account tells (payouts, customers) is taken note of and is no news.
    return dispute ? [{ eventId, about: 'name', chargeId: dispute.payment_intent }] : [];
  }

  /** Of a charge that is disputed: its own reference, and how its disputes stand by now. */
  override async news({ eventId, chargeId }: NamedCharge & { eventId: string }): Promise<Notice[]> {
    const answer = await this.get(`/v1/payment_intents/${encodeURIComponent(chargeId)}`);
    if (answer.kind === 'answer' && answer.status === 404) return [];
    const intent = answer.kind === 'answer' && answer.status === 200 ? stripeIntent.safeParse(answer.body).data : undefined;
    if (!intent) throw new GatewaySilent(`${this.name} says nothing of a charge that it named`);
    const { data } = await this.page('/v1/disputes', { payment_intent: chargeId }, disputePage);
    return data.flatMap(({ id: disputeId, amount: amountCents, status }): Notice[] => {
      const state = disputeStateOf(status);
      // An event of one webhook counts once, so each dispute has one of its own.
      return state ? [{ eventId: `${eventId}/${disputeId}`, about: 'dispute', reference: referenceOf(intent), disputeId, amountCents, state }] : [];
    });
  }

  override async *list(createdFrom: Date, inTurn = atOnce): AsyncIterable<ListedCharge[]> {
    for await (const intents of oldestFirst(createdFrom, (query) => inTurn(() => this.page('/v1/payment_intents', query, intentPage)))) yield intents.map(listed);
  }

  override async *listRefunds(createdFrom: Date, inTurn = atOnce): AsyncIterable<ListedRefund[]> {
    const page = (query: Record<string, string>) => inTurn(() => this.page('/v1/refunds', { ...query, 'expand[0]': 'data.payment_intent' }, refundPage));
    for await (const refunds of oldestFirst(createdFrom, page)) yield refunds.map(listedRefund);
  }

  override async *listDisputes(from: Date, inTurn = atOnce): AsyncIterable<ListedDispute[]> {
    const page = (query: Record<string, string>) => inTurn(() => this.page('/v1/disputes', { ...query, 'expand[0]': 'data.payment_intent' }, accountDisputePage));
    for await (const disputes of oldestFirst(from, page)) yield disputes.flatMap(listedDispute);
  }

  override close(): Promise<void> {
    return this.http.close();
  }

  /** Unless told, Stripe would offer a Pix for a day; a replay must say the same as the first call, so the seconds do not depend on when it is made. */
  private pixFields(pixSeconds: number): Record<string, string> {
    const seconds = Math.min(Math.max(pixSeconds, this.capabilities.pixSecondsMin), PIX_SECONDS_MAX);
    return { 'allowed_payment_method_types[0]': 'pix', 'payment_method_data[type]': 'pix', 'payment_method_options[pix][expires_after_seconds]': String(seconds) };
  }

  private async findByReference(reference: string): Promise<Observation> {
    try {
      const written = writtenAt(reference)?.getTime();
      const listed = written === undefined ? null : await this.lookThrough(reference, written / 1_000);
      if (listed) return listed;
      const found = best((await this.page('/v1/payment_intents/search', { query: `metadata['reference']:'${reference}'` }, intentPage)).data);
      if (found) return found;
      const searchable = written === undefined || Date.now() - written > SEARCH_BEHIND_MS_MAX;
      return searchable ? { kind: 'absent' } : { kind: 'unreachable', reason: 'neither among the newest nor found by a search that runs behind' };
    } catch (error) {
      if (error instanceof GatewaySilent) return { kind: 'unreachable', reason: error.message };
      throw error;
    }
  }

  /** Among all that was made since the attempt was written: absent where the list was gone through to its end, null where it was too long. */
  private async lookThrough(reference: string, written: number): Promise<Observation | null> {
    const span = { 'created[gte]': String(Math.floor(written - CLOCKS_APART_SECONDS)) };
    let page = await this.page('/v1/payment_intents', span, intentPage);
    for (let pages = 1; ; pages++) {
      const found = best(page.data.filter((intent) => referenceOf(intent) === reference));
      if (found) return found;
      if (!page.has_more) return { kind: 'absent' };
      if (pages === FIND_PAGES_MAX) return null;
      page = await this.page('/v1/payment_intents', { ...span, starting_after: page.data.at(-1)?.id ?? '' }, intentPage);
    }
  }

  /** @throws GatewaySilent */
  private async page<Page extends z.ZodType>(path: string, query: Record<string, string>, schema: Page): Promise<z.output<Page>> {
    const answer = await this.get(path, { ...query, limit: String(PAGE) });
    const found = answer.kind === 'answer' && answer.status === 200 ? schema.safeParse(answer.body) : undefined;
    if (!found?.success) throw new GatewaySilent(`${this.name} gives no list at ${path}`);
    return found.data;
  }

  private get(path: string, query: Record<string, string> = {}): Promise<Exchange> {
    const search = new URLSearchParams(query).toString();
    return this.http.exchange({ method: 'GET', path: search === '' ? path : `${path}?${search}` });
  }

  private post(path: string, key: string | null, answerMsMax: number | undefined, fields: Record<string, string>): Promise<Exchange> {
    return this.http.exchange({ method: 'POST', path, answerMsMax, headers: key === null ? {} : { 'idempotency-key': key }, body: new URLSearchParams(fields) });
  }
}

/** Refusals that blame what the account may do, and not the card or what was asked. */
const CONFIGURATION_CODES = new Set(['payment_method_unactivated', 'payment_method_not_available', 'capability_not_active', 'livemode_mismatch', 'testmode_charges_only', 'api_key_expired', 'secret_key_required']);

/** Kept aside until we capture or void it. A card that wants its holder's word is declined: there is no page of ours to give it on. */
function cardFields(token: string): Record<string, string> {
  return { 'allowed_payment_method_types[0]': 'card', capture_method: 'manual', error_on_requires_action: 'true', ...tokenFields(token) };
}

const TOKEN_PARAMS = new Set(['payment_method', 'confirmation_token']);

/** Stripe's pages hand out confirmation tokens and payment methods; each has its own field. */
const tokenFields = (token: string): Record<string, string> => (token.startsWith('ctoken_') ? { confirmation_token: token } : { payment_method: token });

function outcome({ status, body, retryAfterSeconds }: Extract<Exchange, { kind: 'answer' }>): Observation {
  if (status === 200) return observedIntent(body);
  const { type, code, param, declined } = observedError(body);
  if (status === 402 && declined) return declined;
  if (status === 409) return { kind: 'in_flight' };
  if (status === 429) return { kind: 'throttled', retryAfterSeconds };
  // Nowhere documented as not executed, a 503 neither; and what was answered once is answered again for a day.
  if (status >= 500) return { kind: 'unknown', reason: `status ${status}` };
  // A key used with other parameters: the call before this one may have been executed.
  if (type === 'idempotency_error') return { kind: 'unknown', reason: code };
  if (code === 'resource_missing' && TOKEN_PARAMS.has(param)) return { kind: 'rejected', code, configuration: false, token: true };
  return { kind: 'rejected', code, configuration: [401, 403, 404].includes(status) || CONFIGURATION_CODES.has(code) || param.startsWith('allowed_payment_method_types') };
}

const referenceOf = ({ metadata }: { metadata: { reference?: string | undefined } | null }): string => metadata?.reference ?? '';

/** Should a reference have been charged twice after all (keys are forgotten after a day), the money counts, then what is kept aside. */
function best(intents: ListedIntent[]): Observation | undefined {
  const intent = intents.find(({ status }) => status === 'succeeded') ?? intents.find(({ status }) => status === 'requires_capture') ?? intents[0];
  return intent && observedIntent(intent);
}

const listed = (intent: ListedIntent): ListedCharge => ({ reference: referenceOf(intent), createdAt: new Date(intent.created * 1_000), observation: observedIntent(intent) });

const listedRefund = (refund: ListedStripeRefund): ListedRefund => ({
  reference: referenceOf(refund),
  // Refunds of what was charged in an older way have no intent, and none of ours was.
  chargeReference: typeof refund.payment_intent === 'object' && refund.payment_intent !== null ? referenceOf(refund.payment_intent) : '',
  amountCents: refund.amount,
  createdAt: new Date(refund.created * 1_000),
  observation: observedRefund(refund),
});

const listedDispute = ({ id: disputeId, amount: amountCents, status, payment_intent: intent }: ListedStripeDispute): ListedDispute[] => {
  const state = disputeStateOf(status);
  return state && typeof intent === 'object' && intent !== null ? [{ reference: referenceOf(intent), disputeId, amountCents, state }] : [];
};
