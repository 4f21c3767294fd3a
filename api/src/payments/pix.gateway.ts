import assert from 'node:assert/strict';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { PixConfig } from '#platform';
import type { Observation } from './attempt.js';
import { attemptIdOf } from './attempt.repository.js';
import { ClientCredentials } from './client-credentials.js';
import { type Call, type Exchange, GatewayHttp } from './gateway-http.js';
import { atOnce, type Capabilities, type ChargeRequest, GatewaySilent, type InTurn, type ListedCharge, type ListedDispute, type NamedCharge, type Notice, PaymentGateway, type RefundObservation, type RefundRequest } from './payment-gateway.js';
import { WebhookRefused } from './payments.errors.js';
import { amountText, callback, money, observed, observedRefund, problemOf, type ReceivedPage, receivedPage, returnsOf } from './pix-answers.js';
import { jsonOf } from './webhook-signature.js';

/** What a charge's name may be; our references are 32 letters and digits. */
const TXID = /^[a-zA-Z0-9]{26,35}$/;
/** `solicitacaoPagador`, as long as the message between the banks allows. */
const DESCRIPTION_MAX = 140;
/** Banks bound what one question may span; a day is below all bounds that are documented. */
const SPAN_MS_MAX = 86_400_000;
const SPAN_MS_MIN = 60_000;
/** What the API lists has no promised order, so what one question spans is sorted here: no more than fits easily. */
const SORTED_MAX = 10_000;
/** What is so old does not come any more: a Pix is received within seconds. */
const SETTLED_MS = 3_600_000;
/** What every bank gives at a time (the document's default). */
const PAGE_ITEMS = 100;

/**
 * The central bank's Pix API (version 2), which banks offer alike. A charge bears our reference as its txid, so the same
 * PUT is the same charge; while it is open the txid names it, and once it is paid the Pix that paid it does (`endToEndId`).
 * A charge whose code nobody was shown cannot be paid, which makes every lost answer harmless.
 */
export class PixGateway extends PaymentGateway {
  override readonly name: string;
  override readonly capabilities: Capabilities = { methods: ['pix'], pixSecondsMin: 1, settleSecondsMax: 30 };
  private readonly http: GatewayHttp;
  private readonly credentials: ClientCredentials;
  /** Where nothing was received, so that a box office that rests does not ask about the same weeks every minute. */
  private quiet = { from: 0, to: 0 };

  constructor(
    private readonly config: PixConfig,
    limits: { answerMsMax?: number } = {},
  ) {
    super();
    this.name = config.name;
    this.http = new GatewayHttp(config.baseUrl, config.headers, limits, config);
    // Rights that were not given to the client make some banks refuse the token, so no more are asked for than needed.
    const scope = config.scope ?? `cob.write cob.read pix.write pix.read${config.registerWebhook ? ' webhook.write' : ''}`;
    this.credentials = new ClientCredentials({ ...config, scope }, limits, config);
  }

  override get listsReceipts(): boolean {
    return true;
  }

  override async charge(request: ChargeRequest): Promise<Observation> {
    const { reference, paymentId, amountCents, currency, description, pixSeconds } = request;
    assert.match(reference, TXID);
    if (currency !== 'BRL') return { kind: 'rejected', code: 'currency', configuration: true };
    const answer = await this.exchange({
      method: 'PUT',
      path: this.pathOf(`/cob/${reference}`),
      answerMsMax: request.answerMsMax,
      body: {
        calendario: { expiracao: Math.max(pixSeconds, this.capabilities.pixSecondsMin) },
        valor: { original: amountText(amountCents) },
        chave: this.config.pixKey,
        ...(description !== '' && { solicitacaoPagador: description.slice(0, DESCRIPTION_MAX) }),
        infoAdicionais: [{ nome: 'Pagamento', valor: paymentId }],
      },
    });
    if (answer.kind !== 'answer') return answer;
    const { status, body } = answer;
    if (status === 200 || status === 201) return observed(body, reference, this.config);
    if (status === 429 || status === 503) return { kind: 'throttled', retryAfterSeconds: answer.retryAfterSeconds };
    if (status >= 500) return { kind: 'unknown', reason: `status ${status}` };
    if (status === 401 || status === 403 || status === 404) return { kind: 'rejected', code: problemOf(body), configuration: true };
    return this.refused(reference, status, body);
  }

  override async find({ reference }: { reference: string; chargeId: string | null }): Promise<Observation> {
    const answer = await this.exchange({ method: 'GET', path: this.pathOf(`/cob/${encodeURIComponent(reference)}`) });
    if (answer.kind !== 'answer') return { kind: 'unreachable', reason: answer.reason };
    if (answer.status === 404) return { kind: 'absent' };
    if (answer.status !== 200) return { kind: 'unreachable', reason: `status ${answer.status}` };
    return observed(answer.body, reference, this.config);
  }

  /** What has expired stays ATIVA, and can be removed like any other. */
  override async void(by: { reference: string; chargeId: string }): Promise<Observation> {
    const answer = await this.exchange({ method: 'PATCH', path: this.pathOf(`/cob/${by.reference}`), body: { status: 'REMOVIDA_PELO_USUARIO_RECEBEDOR' } });
    if (answer.kind === 'answer' && answer.status === 200) {
      const seen = observed(answer.body, by.reference, this.config);
      if (seen.kind === 'voided') return seen;
    }
    return this.find(by);
  }

  override async refund(request: RefundRequest): Promise<RefundObservation> {
    const answer = await this.exchange({ method: 'PUT', path: this.refundPathOf(request), body: { valor: amountText(request.amountCents) } });
    if (answer.kind !== 'answer') return { kind: 'unknown', reason: answer.reason };
    const { status, body } = answer;
    if (status === 200 || status === 201) return observedRefund(body);
    if (![400, 404, 409, 422].includes(status)) return { kind: 'unknown', reason: `status ${status}` };
    // A name that was used before is refused like every other mistake.
    const known = await this.findRefund(request);
    // What the document refuses (more than came, after 90 days, no such Pix) no other name makes good.
    return known.kind === 'absent' ? { kind: 'refused', reason: problemOf(body), retryable: false } : known;
  }

  override async findRefund(request: RefundRequest): Promise<RefundObservation> {
    const answer = await this.exchange({ method: 'GET', path: this.refundPathOf(request) });
    if (answer.kind !== 'answer') return { kind: 'unknown', reason: answer.reason };
    if (answer.status === 404) return { kind: 'absent' };
    return answer.status === 200 ? observedRefund(answer.body) : { kind: 'unknown', reason: `status ${answer.status}` };
  }

  /** Nothing in it is signed, so nothing in it is believed: its address is the secret, and what it names is asked about. */
  override readWebhook(_headers: IncomingHttpHeaders, rawBody: Buffer, url: string): Notice[] {
    const [, given = ''] = /\/webhooks\/([\w-]+)(?:\/pix)?$/.exec(url.replace(/\?.*$/, '')) ?? [];
    if (!same(given, this.config.webhookSecret)) throw new WebhookRefused({ reason: 'signature' });
    const { data } = callback.safeParse(jsonOf(rawBody));
    if (!data) throw new WebhookRefused({ reason: 'form' });
    const named = new Set(data.pix.flatMap(({ txid = '' }) => (attemptIdOf(txid) === undefined ? [] : [txid])));
    return [...named].map((txid) => ({ about: 'name', eventId: txid, chargeId: txid }));
  }

  /** Money counts once by its `endToEndId`. */
  override async news({ chargeId: reference }: NamedCharge & { eventId: string }): Promise<Notice[]> {
    const answer = await this.exchange({ method: 'GET', path: this.pathOf(`/cob/${reference}`) });
    if (answer.kind === 'answer' && answer.status === 404) return [];
    if (answer.kind !== 'answer' || answer.status !== 200) throw new GatewaySilent(`${this.name} does not say what became of a charge`);
    const observation = observed(answer.body, reference, this.config);
    if (observation.kind !== 'captured') return [];
    return [{ about: 'charge', eventId: observation.chargeId, reference, observation }, ...returnsOf(answer.body, reference)];
  }

  /** The Pix that were received, by the time they came: money is what is compared. */
  override async *list(createdFrom: Date, inTurn = atOnce): AsyncIterable<ListedCharge[]> {
    const [since, until] = [createdFrom.getTime(), Date.now()];
    let received = false;
    for (let from = since >= this.quiet.from ? Math.max(since, this.quiet.to) : since; from < until; ) {
      let to = Math.min(from + SPAN_MS_MAX, until);
      let page = await this.page(from, to, 0, inTurn);
      for (; page.total > SORTED_MAX && to - from > SPAN_MS_MIN; page = await this.page(from, to, 0, inTurn)) to = from + Math.floor((to - from) / 2);
      const found = [...page.charges];
      for (let number = 1; number < page.pages; number++) found.push(...(await this.page(from, to, number, inTurn)).charges);
      found.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
      received ||= found.length > 0;
      for (let at = 0; at < found.length; at += PAGE_ITEMS) yield found.slice(at, at + PAGE_ITEMS);
      from = to;
    }
    if (!received) this.quiet = { from: since, to: until - SETTLED_MS };
  }

  /** What banks take back of the Pix that were received from then on: it may be asked for 80 days later, and has no list of its own. */
  override async *listDisputes(from: Date, inTurn = atOnce): AsyncIterable<ListedDispute[]> {
    const until = Date.now();
    for (let begin = from.getTime(); begin < until; begin += SPAN_MS_MAX) {
      for (let number = 0, pages = 1; number < pages; number++) {
        const { pix, parametros } = await inTurn(() => this.received(begin, Math.min(begin + SPAN_MS_MAX, until), number, { devolucaoPresente: 'true' }));
        pages = parametros.paginacao.quantidadeDePaginas;
        const returned = pix.flatMap((each) => returnsOf({ pix: [each] }, each.txid ?? ''));
        yield returned.flatMap((notice) => (notice.about === 'dispute' ? [{ reference: notice.reference, disputeId: notice.disputeId, amountCents: notice.amountCents, state: notice.state }] : []));
      }
    }
  }

  override async subscribe(webhookUrl: string): Promise<boolean> {
    if (!this.config.registerWebhook) return true;
    const { pixKey, webhookSecret } = this.config;
    const answer = await this.exchange({ method: 'PUT', path: this.pathOf(`/webhook/${encodeURIComponent(pixKey)}`), body: { webhookUrl: `${webhookUrl}/${webhookSecret}` } });
    return answer.kind === 'answer' && answer.status < 300;
  }

  override async close(): Promise<void> {
    await Promise.all([this.http.close(), this.credentials.close()]);
  }

  /** A charge that is there already and no longer open is refused like one that was never possible; it says itself which it is. */
  private async refused(reference: string, status: number, body: unknown): Promise<Observation> {
    const found = await this.find({ reference, chargeId: null });
    if (found.kind === 'unreachable') return { kind: 'unknown', reason: found.reason };
    if (found.kind !== 'absent') return found;
    return status === 409 || status === 423 ? { kind: 'in_flight' } : { kind: 'rejected', code: problemOf(body), configuration: false };
  }

  private async page(from: number, to: number, number: number, inTurn: InTurn): Promise<{ charges: ListedCharge[]; pages: number; total: number }> {
    const data = await inTurn(() => this.received(from, to, number));
    const { quantidadeDePaginas: pages, quantidadeTotalDeItens: total } = data.parametros.paginacao;
    const charges = data.pix.flatMap(({ txid, valor, horario, endToEndId }) =>
      txid === undefined ? [] : [{ reference: txid, createdAt: new Date(horario), observation: { kind: 'captured' as const, ...money(endToEndId, valor) } }],
    );
    return { charges, pages, total };
  }

  /** @throws GatewaySilent */
  private async received(from: number, to: number, number: number, more: Record<string, string> = {}): Promise<ReceivedPage> {
    const asked = { inicio: new Date(from).toISOString(), fim: new Date(to).toISOString(), txIdPresente: 'true', ...more, 'paginacao.paginaAtual': String(number), 'paginacao.itensPorPagina': String(PAGE_ITEMS) };
    const answer = await this.exchange({ method: 'GET', path: this.pathOf('/pix', asked) });
    const { data } = answer.kind === 'answer' && answer.status === 200 ? receivedPage.safeParse(answer.body) : {};
    if (!data) throw new GatewaySilent(`${this.name} gives no list of received Pix`);
    return data;
  }

  private async exchange(call: Call): Promise<Exchange> {
    const startedAt = performance.now();
    const first = await this.credentials.token();
    if (first.kind !== 'token') return first;
    // What was waited for the token is of the same window.
    const answerMsMax = call.answerMsMax === undefined ? undefined : call.answerMsMax - (performance.now() - startedAt);
    if (answerMsMax !== undefined && answerMsMax <= 0) return { kind: 'not_sent', reason: 'token: too late' };
    const answer = await this.http.exchange({ ...bearing(first.token, call), answerMsMax });
    if (answer.kind !== 'answer' || answer.status !== 401) return answer;
    // The token was refused before its time, so nothing was executed: once more with another.
    this.credentials.forget(first.token);
    const second = await this.credentials.token();
    return second.kind === 'token' ? this.http.exchange(bearing(second.token, call)) : second;
  }

  private pathOf(path: string, query: Record<string, string> = {}): string {
    const search = new URLSearchParams({ ...this.config.query, ...query }).toString();
    return search === '' ? path : `${path}?${search}`;
  }

  private refundPathOf({ chargeId, reference }: RefundRequest): string {
    return this.pathOf(`/pix/${encodeURIComponent(chargeId)}/devolucao/${encodeURIComponent(reference)}`);
  }
}

const bearing = (token: string, call: Call): Call => ({ ...call, headers: { authorization: `Bearer ${token}` } });

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** In constant time, whatever the lengths. */
const same = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));
