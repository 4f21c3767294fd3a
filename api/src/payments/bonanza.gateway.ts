import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { SimulatorConfig } from '#platform';
import type { Observation } from './attempt.js';
import { type CardField, sandboxField } from './card-field.js';
import { type Exchange, GatewayHttp } from './gateway-http.js';
import { atOnce, type Capabilities, type ChargeRequest, GatewaySilent, type ListedCharge, type ListedDispute, type ListedRefund, type Notice, PaymentGateway, type RefundObservation, type RefundRequest } from './payment-gateway.js';
import { WebhookRefused } from './payments.errors.js';
import { checkSignature, jsonOf } from './webhook-signature.js';

const transaction = z.object({
  transacaoId: z.string(),
  referenciaExterna: z.string(),
  valor: z.string().regex(/^\d{1,9}\.\d{2}$/),
  moeda: z.string(),
  situacao: z.enum(['PENDENTE', 'EM_ANALISE', 'APROVADA', 'NEGADA', 'CANCELADA']),
  codigoRetorno: z.string().optional(),
  criadaEm: z.iso.datetime(),
  pix: z.object({ copiaECola: z.string(), expiraEm: z.iso.datetime() }).optional(),
});
const refund = z.object({ id: z.string(), situacao: z.enum(['EM_PROCESSAMENTO', 'DEVOLVIDA', 'NAO_REALIZADA']) });
const listedRefund = refund.extend({ referenciaExterna: z.string(), valor: z.string().regex(/^\d{1,9}\.\d{2}$/), criadaEm: z.iso.datetime() });
const refundPage = z.object({ devolucoes: z.array(listedRefund), proxima: z.number().nullable() });
const dispute = z.object({ id: z.string(), referenciaExterna: z.string(), valor: z.string().regex(/^\d{1,9}\.\d{2}$/), situacao: z.enum(['EM_ANALISE', 'FAVORAVEL', 'DESFAVORAVEL']) });
const disputed = { EM_ANALISE: 'opened', FAVORAVEL: 'won', DESFAVORAVEL: 'lost' } as const;
const disputePage = z.object({ contestacoes: z.array(dispute), proxima: z.number().nullable() });
const refusal = z.object({ codigo: z.string() });
const page = z.object({ transacoes: z.array(transaction), proxima: z.number().nullable() });
const events = z.object({ eventos: z.array(z.object({ eventoId: z.string(), transacao: transaction.optional(), devolucao: refund.optional(), contestacao: dispute.optional() })).max(1_000) });

/** Of the card networks' return codes (ISO 8583), those that blame the network and not the card: issuer unavailable, malfunction. */
const SOFT_RETURN_CODES = new Set(['91', '96']);

const amountText = (cents: number): string => (cents / 100).toFixed(2);
const centsOf = (text: string): number => Number(text.replace('.', ''));

/** Bonanza: amounts as text, Portuguese words, slow cards decided later, an unpaid Pix that stays PENDENTE, webhooks as lists. */
export class BonanzaGateway extends PaymentGateway {
  override readonly name: string;
  override readonly capabilities: Capabilities = { methods: ['card', 'pix'], pixSecondsMin: 1_800, settleSecondsMax: 30 };
  private readonly http: GatewayHttp;

  constructor(
    private readonly config: SimulatorConfig,
    limits: { answerMsMax?: number } = {},
  ) {
    super();
    this.name = config.name;
    this.http = new GatewayHttp(config.baseUrl, { 'x-chave-api': config.apiKey }, limits);
  }

  override get cardField(): CardField {
    return sandboxField();
  }

  override async charge(request: ChargeRequest): Promise<Observation> {
    const { reference, paymentId, amountCents, currency, method, description } = request;
    const answer = await this.http.exchange({
      method: 'POST',
      path: '/api/transacoes',
      headers: { 'x-chave-idempotencia': reference },
      answerMsMax: request.answerMsMax,
      body: {
        referenciaExterna: reference,
        pedido: paymentId,
        valor: amountText(amountCents),
        moeda: currency,
        descricao: description,
        ...(method === 'card' ? { meio: 'CARTAO', tokenCartao: request.token } : { meio: 'PIX', validadeSegundos: Math.max(request.pixSeconds, this.capabilities.pixSecondsMin) }),
      },
    });
    return this.outcome(answer);
  }

  override async find({ reference, chargeId }: { reference: string; chargeId: string | null }): Promise<Observation> {
    const path = chargeId === null ? `/api/transacoes/por-referencia/${encodeURIComponent(reference)}` : `/api/transacoes/${encodeURIComponent(chargeId)}`;
    const answer = await this.http.exchange({ method: 'GET', path });
    if (answer.kind !== 'answer') return { kind: 'unreachable', reason: answer.reason };
    if (answer.status === 404) return { kind: 'absent' };
    return answer.status === 200 ? observed(answer.body) : { kind: 'unreachable', reason: `status ${answer.status}` };
  }

  override async void(by: { reference: string; chargeId: string }): Promise<Observation> {
    const answer = await this.http.exchange({ method: 'PATCH', path: `/api/transacoes/${encodeURIComponent(by.chargeId)}`, body: { situacao: 'CANCELADA' } });
    if (answer.kind === 'answer' && answer.status === 200) return observed(answer.body);
    return this.find(by);
  }

  override async refund(request: RefundRequest): Promise<RefundObservation> {
    const answer = await this.http.exchange({ method: 'PUT', path: refundPath(request), body: { valor: amountText(request.amountCents) } });
    if (answer.kind !== 'answer') return { kind: 'unknown', reason: answer.reason };
    if (answer.status === 200 || answer.status === 201) return observedRefund(answer.body);
    if ([400, 404, 409, 422].includes(answer.status)) return { kind: 'refused', reason: codeOf(answer.body), retryable: false };
    return { kind: 'unknown', reason: `status ${answer.status}` };
  }

  override async findRefund(request: RefundRequest): Promise<RefundObservation> {
    const answer = await this.http.exchange({ method: 'GET', path: refundPath(request) });
    if (answer.kind === 'answer' && answer.status === 200) return observedRefund(answer.body);
    return answer.kind === 'answer' && answer.status === 404 ? { kind: 'absent' } : { kind: 'unknown', reason: 'no answer' };
  }

  override readWebhook(headers: IncomingHttpHeaders, rawBody: Buffer): Notice[] {
    checkSignature(this.config.webhookSecret, headers['x-bonanza-assinatura'], rawBody);
    const parsed = events.safeParse(jsonOf(rawBody));
    if (!parsed.success) throw new WebhookRefused({ reason: 'form' });
    return parsed.data.eventos.flatMap(({ eventoId: eventId, transacao, devolucao, contestacao }): Notice[] => {
      if (transacao) return [{ eventId, about: 'charge', reference: transacao.referenciaExterna, observation: observed(transacao) }];
      if (contestacao) return [{ eventId, about: 'dispute', ...disputeOf(contestacao) }];
      return devolucao ? [{ eventId, about: 'refund', reference: devolucao.id, observation: observedRefund(devolucao) }] : [];
    });
  }

  override async *list(createdFrom: Date, inTurn = atOnce): AsyncIterable<ListedCharge[]> {
    for (let after: number | null = 0; after !== null; ) {
      const path: string = `/api/transacoes?inicio=${createdFrom.toISOString()}&apos=${after}`;
      const answer = await inTurn(() => this.http.exchange({ method: 'GET', path }));
      const found = answer.kind === 'answer' && answer.status === 200 ? page.safeParse(answer.body) : undefined;
      if (!found?.success) throw new GatewaySilent(`${this.name} gives no list of charges`);
      yield found.data.transacoes.map((item) => ({ reference: item.referenciaExterna, createdAt: new Date(item.criadaEm), observation: observed(item) }));
      after = found.data.proxima;
    }
  }

  override async *listRefunds(createdFrom: Date, inTurn = atOnce): AsyncIterable<ListedRefund[]> {
    for (let after: number | null = 0; after !== null; ) {
      const path: string = `/api/devolucoes?inicio=${createdFrom.toISOString()}&apos=${after}`;
      const answer = await inTurn(() => this.http.exchange({ method: 'GET', path }));
      const found = answer.kind === 'answer' && answer.status === 200 ? refundPage.safeParse(answer.body) : undefined;
      if (!found?.success) throw new GatewaySilent(`${this.name} gives no list of refunds`);
      yield found.data.devolucoes.map((item) => ({
        reference: item.id, chargeReference: item.referenciaExterna, amountCents: centsOf(item.valor), createdAt: new Date(item.criadaEm), observation: observedRefund(item),
      }));
      after = found.data.proxima;
    }
  }

  override async *listDisputes(from: Date, inTurn = atOnce): AsyncIterable<ListedDispute[]> {
    for (let after: number | null = 0; after !== null; ) {
      const path: string = `/api/contestacoes?inicio=${from.toISOString()}&apos=${after}`;
      const answer = await inTurn(() => this.http.exchange({ method: 'GET', path }));
      const found = answer.kind === 'answer' && answer.status === 200 ? disputePage.safeParse(answer.body) : undefined;
      if (!found?.success) throw new GatewaySilent(`${this.name} gives no list of disputes`);
      yield found.data.contestacoes.map(disputeOf);
      after = found.data.proxima;
    }
  }

  override close(): Promise<void> {
    return this.http.close();
  }

  private outcome(answer: Exchange): Observation {
    if (answer.kind !== 'answer') return answer;
    const { status, body } = answer;
    if (status >= 200 && status < 300) return observed(body);
    if (status === 423) return { kind: 'in_flight' };
    if (status === 429 || status === 503) return { kind: 'throttled', retryAfterSeconds: answer.retryAfterSeconds };
    if (status >= 500) return { kind: 'unknown', reason: `status ${status}` };
    // A key used with other parameters: the call before this one may have been executed.
    if (status === 409) return { kind: 'unknown', reason: codeOf(body) };
    return { kind: 'rejected', code: codeOf(body), configuration: status === 401 || status === 403 || status === 404, token: codeOf(body) === 'TOKEN_DESCONHECIDO' };
  }
}

const refundPath = ({ chargeId, reference }: RefundRequest): string => `/api/transacoes/${encodeURIComponent(chargeId)}/devolucoes/${encodeURIComponent(reference)}`;

const disputeOf = ({ id: disputeId, referenciaExterna: reference, valor, situacao }: z.output<typeof dispute>): ListedDispute => ({ reference, disputeId, amountCents: centsOf(valor), state: disputed[situacao] });

const codeOf = (body: unknown): string => refusal.safeParse(body).data?.codigo ?? 'unnamed';

function observed(body: unknown): Observation {
  const parsed = transaction.safeParse(body);
  if (!parsed.success) return { kind: 'unknown', reason: 'the answer has another form' };
  const { transacaoId: chargeId, valor, moeda: currency, situacao, pix } = parsed.data;
  const charged = { chargeId, amountCents: centsOf(valor), currency };
  switch (situacao) {
    case 'APROVADA':
      return { kind: 'captured', ...charged };
    case 'PENDENTE':
    case 'EM_ANALISE':
      return { kind: 'pending', ...charged, ...(pix && { pix: { brCode: pix.copiaECola, expiresAt: new Date(pix.expiraEm) } }) };
    case 'NEGADA': {
      const code = parsed.data.codigoRetorno ?? 'declined';
      return { kind: 'declined', chargeId, code, hard: !SOFT_RETURN_CODES.has(code) };
    }
    case 'CANCELADA':
      return { kind: 'voided', chargeId };
  }
}

function observedRefund(body: unknown): RefundObservation {
  const parsed = refund.safeParse(body);
  if (!parsed.success) return { kind: 'unknown', reason: 'the answer has another form' };
  if (parsed.data.situacao === 'NAO_REALIZADA') return { kind: 'refused', reason: 'the gateway could not do it' };
  return { kind: parsed.data.situacao === 'DEVOLVIDA' ? 'refunded' : 'pending' };
}
