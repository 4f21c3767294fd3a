import type { Charge, DeclineReason, Dispute, Refund } from './book.ts';
import { headerOf, isRecord, text, wholeNumber, type Dialect } from './dialect.ts';
import type { Answer } from './idempotency.ts';
import { CARD_TOKENS, type ChargeRequest, type Provider } from './provider.ts';

/** As Mercado Pago: a Pix is open for half an hour at least. */
const PIX_SECONDS_MIN = 1_800;
const PIX_SECONDS_MAX = 30 * 86_400;
const KEY_SECONDS = 3_600;
const REFUND_MS = 150;

const refusal = (status: number, codigo: string, mensagem: string): Answer => ({ status, body: { codigo, mensagem } });
const invalid = (mensagem: string): Answer => refusal(400, 'PARAMETRO_INVALIDO', mensagem);
const missing = (): Answer => refusal(404, 'NAO_ENCONTRADA', 'Transação não encontrada.');

/** Money is text with two places: 12500 cents are "125.00". */
const amountText = (cents: number): string => (cents / 100).toFixed(2);
const centsOf = (amount: unknown): number | undefined => {
  if (typeof amount !== 'string' || !/^\d{1,9}\.\d{2}$/.test(amount)) return undefined;
  const cents = Number(amount.replace('.', ''));
  return cents > 0 ? cents : undefined;
};

const SITUATIONS = {
  pending: 'PENDENTE',
  in_review: 'EM_ANALISE',
  authorized: 'AUTORIZADA',
  captured: 'APROVADA',
  declined: 'NEGADA',
  voided: 'CANCELADA',
  expired: 'PENDENTE',
} as const;
const REASONS: Record<DeclineReason, string> = { insufficient_funds: '51', card_refused: '57', issuer_unavailable: '91', unconfirmed: '65' };

const refundBody = (refund: Refund, charge: Charge): unknown => ({
  id: refund.reference,
  transacaoId: charge.id,
  referenciaExterna: charge.reference,
  valor: amountText(refund.amountCents),
  criadaEm: new Date(refund.createdAt).toISOString(),
  situacao: refund.state === 'done' ? 'DEVOLVIDA' : refund.state === 'not_done' ? 'NAO_REALIZADA' : 'EM_PROCESSAMENTO',
});

const chargeBody = (charge: Charge): unknown => ({
  transacaoId: charge.id,
  referenciaExterna: charge.reference,
  pedido: charge.purchase,
  valor: amountText(charge.amountCents),
  moeda: charge.currency,
  meio: charge.method === 'pix' ? 'PIX' : 'CARTAO',
  situacao: SITUATIONS[charge.state],
  ...(charge.decline && { codigoRetorno: REASONS[charge.decline] }),
  criadaEm: new Date(charge.createdAt).toISOString(),
  ...(charge.pix && {
    pix: {
      copiaECola: charge.pix.brCode,
      expiraEm: new Date(charge.expiresAt!).toISOString(),
      ...(charge.pix.endToEndId && { endToEndId: charge.pix.endToEndId }),
    },
  }),
  devolucoes: charge.refunds.map((refund) => refundBody(refund, charge)),
});

const DISPUTES = { opened: 'EM_ANALISE', won: 'FAVORAVEL', lost: 'DESFAVORAVEL' } as const;
const disputeBody = (dispute: Dispute, charge: Charge): unknown => ({
  id: dispute.id,
  transacaoId: charge.id,
  referenciaExterna: charge.reference,
  valor: amountText(dispute.amountCents),
  situacao: DISPUTES[dispute.state],
});

const parse = (body: unknown): ChargeRequest | Answer => {
  if (!isRecord(body)) return invalid('Um objeto JSON é esperado.');
  const reference = text(body['referenciaExterna']);
  const amountCents = centsOf(body['valor']);
  const meio = body['meio'];
  const token = text(body['tokenCartao']);
  const seconds = body['validadeSegundos'];
  if (!reference) return invalid('referenciaExterna é obrigatória.');
  if (amountCents === undefined) return invalid('valor deve ser um texto positivo com duas casas.');
  if (body['moeda'] !== 'BRL') return invalid('moeda deve ser BRL.');
  if (meio !== 'CARTAO' && meio !== 'PIX') return invalid('meio deve ser CARTAO ou PIX.');
  if (meio === 'CARTAO' && !(CARD_TOKENS as readonly (string | undefined)[]).includes(token)) return refusal(400, 'TOKEN_DESCONHECIDO', 'tokenCartao desconhecido.');
  if (meio === 'PIX' && !(Number.isInteger(seconds) && Number(seconds) >= PIX_SECONDS_MIN && Number(seconds) <= PIX_SECONDS_MAX)) {
    return invalid(`validadeSegundos deve estar entre ${PIX_SECONDS_MIN} e ${PIX_SECONDS_MAX}.`);
  }
  return {
    reference,
    purchase: text(body['pedido']) ?? reference,
    amountCents,
    currency: 'BRL',
    method: meio === 'PIX' ? 'pix' : 'card',
    token: meio === 'CARTAO' ? token : undefined,
    pixSeconds: meio === 'PIX' ? Number(seconds) : undefined,
  };
};

const instant = (value: unknown): number | undefined => {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
};

/**
 * Bonanza: amounts as text, Portuguese words, webhooks as lists. A key is required and lives an hour; a used key
 * with other parameters is a 409 and one being worked on a 423. A slow card is reviewed and decided later, an
 * unpaid Pix stays PENDENTE after its time, a refund takes a moment and may end NAO_REALIZADA.
 */
export const bonanza: Dialect = {
  name: 'bonanza',
  character: { slowCards: 'review', pixExpires: false, refundMs: REFUND_MS },
  phrases: {
    keyReused: refusal(409, 'CHAVE_REUTILIZADA', 'Chave de idempotência usada com outros parâmetros.'),
    keyInFlight: refusal(423, 'EM_PROCESSAMENTO', 'Requisição com esta chave em processamento.'),
    broken: refusal(500, 'ERRO_INTERNO', 'Erro interno.'),
    inFlight: refusal(423, 'EM_PROCESSAMENTO', 'Requisição com esta chave em processamento.'),
    throttled: refusal(429, 'LIMITE_EXCEDIDO', 'Nada foi executado.'),
    unavailable: refusal(503, 'INDISPONIVEL', 'Nada foi executado.'),
    rejected: refusal(403, 'CONTA_RESTRITA', 'Conta sem permissão para cobrar.'),
  },
  unauthorized: refusal(401, 'CHAVE_INVALIDA', 'Chave de API desconhecida.'),
  keySeconds: KEY_SECONDS,
  signatureHeader: 'x-bonanza-assinatura',
  apiKeyOf: (request) => headerOf(request, 'x-chave-api'),

  routes(app, provider: Provider, serve) {
    app.post(
      '/api/transacoes',
      serve((request) => {
        const wanted = parse(request.body);
        if ('status' in wanted) return wanted;
        const key = headerOf(request, 'x-chave-idempotencia');
        if (!key) return invalid('X-Chave-Idempotencia é obrigatória.');
        return {
          target: { operation: 'charge', ...wanted },
          idempotency: { key, fingerprint: Object.values(wanted).join('|') },
          run: (fault) => {
            const occurrence = provider.charge(wanted, fault);
            return { answer: { status: occurrence.charge.state === 'in_review' ? 202 : 201, body: chargeBody(occurrence.charge) }, occurrence };
          },
        };
      }),
    );

    app.get(
      '/api/transacoes/por-referencia/:reference',
      serve((request) => {
        const { reference } = request.params as { reference: string };
        return {
          target: { operation: 'find', reference },
          run: () => {
            const charge = provider.book.withReference(reference)[0];
            return { answer: charge ? { status: 200, body: chargeBody(charge) } : missing() };
          },
        };
      }),
    );

    app.get(
      '/api/transacoes/:id',
      serve((request) => {
        const charge = provider.book.find((request.params as { id: string }).id);
        if (!charge) return missing();
        return { target: { operation: 'find', ...charge }, run: () => ({ answer: { status: 200, body: chargeBody(charge) } }) };
      }),
    );

    app.get(
      '/api/transacoes',
      serve((request) => {
        const query = request.query as Record<string, unknown>;
        const [from, to, after] = [instant(query['inicio']), instant(query['fim']), Number(query['apos'] ?? Number.NaN)];
        return {
          target: { operation: 'list' },
          run: () => {
            const page = provider.book.list({
              ...(from !== undefined && { from }),
              ...(to !== undefined && { to }),
              ...(Number.isSafeInteger(after) && { cursor: after }),
              limit: 100,
            });
            return { answer: { status: 200, body: { transacoes: page.charges.map(chargeBody), proxima: page.cursor ?? null } } };
          },
        };
      }),
    );

    app.get(
      '/api/devolucoes',
      serve((request) => {
        const query = request.query as Record<string, unknown>;
        return {
          target: { operation: 'list' },
          run: () => {
            const page = provider.book.listRefunds({ from: instant(query['inicio']) ?? 0, cursor: wholeNumber(query['apos']) ?? 0, limit: 100 });
            return { answer: { status: 200, body: { devolucoes: page.refunds.map(({ refund, charge }) => refundBody(refund, charge)), proxima: page.cursor ?? null } } };
          },
        };
      }),
    );

    app.get(
      '/api/contestacoes',
      serve((request) => {
        const query = request.query as Record<string, unknown>;
        return {
          target: { operation: 'list' },
          run: () => {
            const page = provider.book.listDisputes({ from: instant(query['inicio']) ?? 0, cursor: wholeNumber(query['apos']) ?? 0, limit: 100 });
            return { answer: { status: 200, body: { contestacoes: page.disputes.map(({ dispute, charge }) => disputeBody(dispute, charge)), proxima: page.cursor ?? null } } };
          },
        };
      }),
    );

    app.patch(
      '/api/transacoes/:id',
      serve((request) => {
        const charge = provider.book.find((request.params as { id: string }).id);
        if (!charge) return missing();
        if (!isRecord(request.body) || request.body['situacao'] !== 'CANCELADA') return invalid('situacao deve ser CANCELADA.');
        return {
          target: { operation: 'void', ...charge },
          run: (fault) => {
            const outcome = provider.void(charge, fault);
            if (typeof outcome === 'string') return { answer: refusal(422, 'NAO_CANCELAVEL', `A transação está ${SITUATIONS[charge.state]}.`) };
            return { answer: { status: 200, body: chargeBody(charge) }, occurrence: outcome };
          },
        };
      }),
    );

    // As the Pix API: the merchant names the refund, and the same name is the same refund.
    app.put(
      '/api/transacoes/:id/devolucoes/:reference',
      serve((request) => {
        const { id, reference } = request.params as { id: string; reference: string };
        const charge = provider.book.find(id);
        if (!charge) return missing();
        const amountCents = isRecord(request.body) ? centsOf(request.body['valor']) : undefined;
        if (amountCents === undefined) return invalid('valor deve ser um texto positivo com duas casas.');
        const known = charge.refunds.find((refund) => refund.reference === reference);
        if (known && known.amountCents !== amountCents) return refusal(409, 'CHAVE_REUTILIZADA', 'Devolução já pedida com outro valor.');
        return {
          target: { operation: 'refund', ...charge },
          run: (fault) => {
            if (known) return { answer: { status: 200, body: refundBody(known, charge) } };
            const outcome = provider.refund(charge, { reference, amountCents }, fault);
            if (typeof outcome === 'string') return { answer: refusal(422, 'NAO_DEVOLVIVEL', outcome) };
            return { answer: { status: 201, body: refundBody(outcome.refund, charge) } };
          },
        };
      }),
    );

    app.get(
      '/api/transacoes/:id/devolucoes/:reference',
      serve((request) => {
        const { id, reference } = request.params as { id: string; reference: string };
        const charge = provider.book.find(id);
        const refund = charge?.refunds.find((other) => other.reference === reference);
        if (!charge || !refund) return missing();
        return { target: { operation: 'find', ...charge }, run: () => ({ answer: { status: 200, body: refundBody(refund, charge) } }) };
      }),
    );
  },

  event: ({ charge, refund, dispute }, id, at) => ({
    eventoId: id,
    ocorridoEm: new Date(at).toISOString(),
    ...(dispute ? { contestacao: disputeBody(dispute, charge) } : refund ? { devolucao: refundBody(refund, charge) } : { transacao: chargeBody(charge) }),
  }),
  envelope: (events) => [{ eventos: events }],
};
