import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Charge, Dispute, Refund } from './book.ts';
import { headerOf, isRecord, text, wholeNumber, type Dialect, type Merchant } from './dialect.ts';
import type { Fault } from './faults.ts';
import type { Answer } from './idempotency.ts';
import type { Occurrence, Provider } from './provider.ts';

const TOKEN_SECONDS = 3_600;
const REFUND_MS = 150;
const PAGE_ITEMS_MAX = 1_000;
const TXID = /^[a-zA-Z0-9]{26,35}$/;
const REFUND_ID = /^[a-zA-Z0-9]{1,35}$/;

/** What a charge was asked to say, and what the book does not keep: a Pix of another amount leaves the charge's own as it was. */
interface Terms {
  originalCents: number;
  seconds: number;
  revision: number;
  chave: string;
  solicitacaoPagador: string | undefined;
  infoAdicionais: unknown;
}
const terms = new WeakMap<Charge, Terms>();
const requestedAt = new WeakMap<Refund, number>();

const problem = (status: number, kind: string, title: string): Answer => ({ status, body: { type: `https://pix.bcb.gov.br/api/v2/error/${kind}`, title, status } });
const invalid = (title: string): Answer => problem(400, 'CobOperacaoInvalida', title);
const missing = (): Answer => problem(404, 'NaoEncontrado', 'Entidade não encontrada.');

const amountText = (cents: number): string => (cents / 100).toFixed(2);
const centsOf = (amount: unknown): number | undefined => {
  if (typeof amount !== 'string' || !/^\d{1,10}\.\d{2}$/.test(amount)) return undefined;
  const cents = Number(amount.replace('.', ''));
  return cents > 0 ? cents : undefined;
};
const iso = (ms: number): string => new Date(ms).toISOString();

const STATES = { pending: 'ATIVA', in_review: 'ATIVA', authorized: 'ATIVA', expired: 'ATIVA', captured: 'CONCLUIDA', declined: 'REMOVIDA_PELO_PSP', voided: 'REMOVIDA_PELO_USUARIO_RECEBEDOR' } as const;

const refundBody = (refund: Refund, charge: Charge): unknown => ({
  id: refund.reference,
  // D, the bank and the minute of the Pix, eleven characters of the bank's own.
  rtrId: `D${charge.pix!.endToEndId!.slice(1, 21)}${refund.id.slice(3, 14)}`,
  valor: amountText(refund.amountCents),
  natureza: 'ORIGINAL',
  horario: { solicitacao: iso(requestedAt.get(refund) ?? charge.capturedAt!) },
  status: refund.state === 'done' ? 'DEVOLVIDO' : refund.state === 'not_done' ? 'NAO_REALIZADO' : 'EM_PROCESSAMENTO',
  ...(refund.state === 'not_done' && { motivo: 'Conta do pagador encerrada.' }),
});

/** What the banks take back among themselves, for fraud: a refund that the merchant has not asked for. */
const DISPUTES = { opened: 'EM_PROCESSAMENTO', lost: 'DEVOLVIDO', won: 'NAO_REALIZADO' } as const;
const disputeBody = (dispute: Dispute, charge: Charge): unknown => ({
  id: dispute.id.replace('_', ''),
  rtrId: `D${charge.pix!.endToEndId!.slice(1, 21)}${dispute.id.slice(3, 14)}`,
  valor: amountText(dispute.amountCents),
  natureza: 'MED_FRAUDE',
  horario: { solicitacao: iso(charge.capturedAt!) },
  status: DISPUTES[dispute.state],
});

const returnsOf = (charge: Charge): unknown[] => [...charge.refunds.map((refund) => refundBody(refund, charge)), ...charge.disputes.map((dispute) => disputeBody(dispute, charge))];

const pixBody = (charge: Charge): unknown => ({
  endToEndId: charge.pix!.endToEndId,
  txid: charge.reference,
  valor: amountText(charge.amountCents),
  chave: terms.get(charge)!.chave,
  horario: iso(charge.capturedAt!),
  ...(charge.refunds.length + charge.disputes.length > 0 && { devolucoes: returnsOf(charge) }),
});

const cobBody = (charge: Charge): unknown => {
  const { originalCents, seconds, revision, chave, solicitacaoPagador, infoAdicionais } = terms.get(charge)!;
  // The same as in the code that the provider made.
  const location = `pix.pix.example/qr/v2/${charge.reference}`;
  const criacao = iso(charge.createdAt);
  return {
    calendario: { criacao, expiracao: seconds },
    txid: charge.reference,
    revisao: revision,
    loc: { id: charge.sequence + 1, txid: charge.reference, location, tipoCob: 'cob', criacao },
    location,
    status: STATES[charge.state],
    valor: { original: amountText(originalCents) },
    chave,
    ...(solicitacaoPagador !== undefined && { solicitacaoPagador }),
    ...(infoAdicionais !== undefined && { infoAdicionais }),
    pixCopiaECola: charge.pix!.brCode,
    ...(charge.state === 'captured' && { pix: [pixBody(charge)] }),
  };
};

type Wish = Omit<Terms, 'revision'> & { purchase: string };

const parse = (txid: string, body: unknown): Wish | Answer => {
  if (!TXID.test(txid)) return invalid('O campo cob.txid não respeita o schema.');
  if (!isRecord(body)) return invalid('Um objeto JSON é esperado.');
  const [calendario, valor, infoAdicionais] = [body['calendario'], body['valor'], body['infoAdicionais']];
  const seconds = isRecord(calendario) ? (calendario['expiracao'] ?? 86_400) : undefined;
  const originalCents = isRecord(valor) ? centsOf(valor['original']) : undefined;
  const chave = text(body['chave'], 77);
  if (!Number.isInteger(seconds) || Number(seconds) <= 0) return invalid('O campo cob.calendario.expiracao é igual ou menor que zero.');
  if (originalCents === undefined) return invalid('O campo cob.valor.original não respeita o schema.');
  if (!chave) return invalid('O campo cob.chave não respeita o schema.');
  const named: unknown = Array.isArray(infoAdicionais) ? infoAdicionais.find((item) => isRecord(item) && item['nome'] === 'Pagamento') : undefined;
  const purchase = (isRecord(named) ? text(named['valor']) : undefined) ?? txid;
  return { purchase, originalCents, seconds: Number(seconds), chave, solicitacaoPagador: text(body['solicitacaoPagador'], 140), infoAdicionais };
};

/** Opens a charge, or alters one that is open: the txid is the only key. */
const put = (provider: Provider, txid: string, { purchase, ...asked }: Wish, fault: Fault | undefined): { answer: Answer; occurrence?: Occurrence } => {
  const known = provider.book.withReference(txid)[0];
  if (known && known.state !== 'pending') return { answer: invalid(`A cobrança já existe e está ${STATES[known.state]}.`) };
  if (known) {
    const before = terms.get(known)!;
    if (before.originalCents !== asked.originalCents || before.seconds !== asked.seconds) {
      known.amountCents = asked.originalCents;
      known.expiresAt = known.createdAt + asked.seconds * 1_000;
      terms.set(known, { ...asked, revision: before.revision + 1 });
    }
    return { answer: { status: 201, body: cobBody(known) } };
  }
  const { originalCents, seconds } = asked;
  const occurrence = provider.charge({ reference: txid, purchase, amountCents: originalCents, currency: 'BRL', method: 'pix', token: undefined, pixSeconds: seconds }, fault);
  terms.set(occurrence.charge, { ...asked, originalCents: occurrence.charge.amountCents, revision: 0 });
  return { answer: { status: 201, body: cobBody(occurrence.charge) }, occurrence };
};

const list = (provider: Provider, query: Record<string, unknown>): Answer => {
  const [from, to] = [Date.parse(String(query['inicio'])), Date.parse(String(query['fim']))];
  if (Number.isNaN(from) || Number.isNaN(to) || to < from) return problem(400, 'PixConsultaInvalida', 'Período inválido.');
  const [number, size] = [wholeNumber(query['paginacao.paginaAtual']) ?? 0, wholeNumber(query['paginacao.itensPorPagina']) ?? 100];
  if (size < 1 || size > PAGE_ITEMS_MAX) return problem(400, 'PixConsultaInvalida', 'Paginação inválida.');
  // The newest first: the document promises no order.
  const returned = query['devolucaoPresente'];
  const fits = (charge: Charge) => returned === undefined || (returned === 'true') === (charge.refunds.length + charge.disputes.length > 0);
  const found = provider.book.all((charge) => charge.capturedAt !== undefined && charge.capturedAt >= from && charge.capturedAt <= to && fits(charge)).reverse();
  const paginacao = { paginaAtual: number, itensPorPagina: size, quantidadeDePaginas: Math.max(1, Math.ceil(found.length / size)), quantidadeTotalDeItens: found.length };
  return { status: 200, body: { parametros: { inicio: iso(from), fim: iso(to), paginacao }, pix: found.slice(number * size, (number + 1) * size).map(pixBody) } };
};

// The token says when it ends, under the merchant's secret; nothing of it is kept.
const tokenOf = (apiKey: string, endsAt: number): string => `${endsAt}.${createHmac('sha256', apiKey).update(String(endsAt)).digest('hex')}`;
const same = (given: string, expected: string): boolean => given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));

/** OAuth 2 client credentials; the merchant's key is `<client id>:<client secret>`. */
const tokenRoute = (app: FastifyInstance, { apiKey, now }: Merchant): void => {
  if (!app.hasContentTypeParser('application/x-www-form-urlencoded')) {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))));
  }
  app.post('/oauth/token', (request, reply) => {
    const body = isRecord(request.body) ? request.body : {};
    const basic = Buffer.from(headerOf(request, 'authorization')?.replace(/^Basic /, '') ?? '', 'base64').toString();
    const given = basic === '' ? `${String(body['client_id'])}:${String(body['client_secret'])}` : basic;
    if (!same(given, apiKey)) return reply.code(401).send({ error: 'invalid_client' });
    if (body['grant_type'] !== 'client_credentials') return reply.code(400).send({ error: 'unsupported_grant_type' });
    return { access_token: tokenOf(apiKey, now() + TOKEN_SECONDS * 1_000), token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope: body['scope'] };
  });
};

/**
 * A bank that offers the central bank's Pix API (version 2.9.0), by the letter of its document where that says something:
 * a charge is its txid and nothing else, an expired one stays ATIVA, a name of a refund that was used is an error, lists
 * come in no order, and callbacks are not signed.
 */
export const pix: Dialect = {
  name: 'pix',
  character: { slowCards: 'wait', pixExpires: false, refundMs: REFUND_MS, merchantsTxid: true },
  phrases: {
    // No call has a key. A bank may still refuse a txid that it is working on.
    keyReused: invalid('O campo cob.txid encontra-se em uso.'),
    keyInFlight: problem(409, 'CobOperacaoInvalida', 'Operação em processamento.'),
    inFlight: problem(409, 'CobOperacaoInvalida', 'Operação em processamento.'),
    broken: problem(500, 'ErroInternoDoServidor', 'Condição inesperada.'),
    throttled: problem(429, 'LimiteExcedido', 'Nada foi executado.'),
    unavailable: problem(503, 'ServicoIndisponivel', 'Serviço em manutenção.'),
    rejected: problem(403, 'AcessoNegado', 'Conta sem permissão para cobrar.'),
  },
  unauthorized: problem(401, 'AcessoNegado', 'Token inválido ou vencido.'),
  keySeconds: 0,
  signatureHeader: '',
  sign: () => ({}),
  apiKeyOf: () => undefined,
  admits(request: FastifyRequest, { apiKey, now }: Merchant) {
    const token = headerOf(request, 'authorization')?.replace(/^Bearer /, '') ?? '';
    const endsAt = Number(token.split('.')[0]);
    return endsAt > now() && same(token, tokenOf(apiKey, endsAt));
  },

  routes(app, provider, serve, merchant) {
    tokenRoute(app, merchant);
    const chargeOf = (request: FastifyRequest): Charge | undefined => provider.book.withReference((request.params as { txid: string }).txid)[0];

    app.put(
      '/cob/:txid',
      serve((request) => {
        const { txid } = request.params as { txid: string };
        const wish = parse(txid, request.body);
        if ('status' in wish) return wish;
        return { target: { operation: 'charge', method: 'pix', reference: txid, purchase: wish.purchase }, run: (fault) => put(provider, txid, wish, fault) };
      }),
    );

    app.get(
      '/cob/:txid',
      serve((request) => {
        const { txid } = request.params as { txid: string };
        return {
          target: { operation: 'find', method: 'pix', reference: txid },
          run: () => {
            const charge = chargeOf(request);
            return { answer: charge ? { status: 200, body: cobBody(charge) } : missing() };
          },
        };
      }),
    );

    app.patch(
      '/cob/:txid',
      serve((request) => {
        const charge = chargeOf(request);
        if (!charge) return missing();
        if (!isRecord(request.body) || request.body['status'] !== 'REMOVIDA_PELO_USUARIO_RECEBEDOR') return invalid('O campo cob.status não respeita o schema.');
        return {
          target: { operation: 'void', ...charge },
          run: (fault) => {
            if (charge.state === 'voided') return { answer: invalid('A cobrança não está ATIVA.') };
            const outcome = provider.void(charge, fault);
            if (typeof outcome === 'string') return { answer: invalid('A cobrança não está ATIVA.') };
            terms.get(charge)!.revision++;
            return { answer: { status: 200, body: cobBody(charge) }, occurrence: outcome };
          },
        };
      }),
    );

    app.get(
      '/pix',
      serve((request) => ({ target: { operation: 'list' }, run: () => ({ answer: list(provider, request.query as Record<string, unknown>) }) })),
    );

    app.put(
      '/pix/:e2eid/devolucao/:id',
      serve((request) => {
        const { e2eid, id } = request.params as { e2eid: string; id: string };
        const charge = provider.book.last(({ pix: paid }) => paid?.endToEndId === e2eid);
        const amountCents = isRecord(request.body) ? centsOf(request.body['valor']) : undefined;
        if (!charge) return missing();
        if (amountCents === undefined || !REFUND_ID.test(id)) return problem(400, 'PixDevolucaoInvalida', 'O campo devolucao.valor não respeita o schema.');
        return {
          target: { operation: 'refund', ...charge },
          run: (fault) => {
            if (charge.refunds.some(({ reference }) => reference === id)) return { answer: problem(400, 'PixDevolucaoInvalida', 'O {id} já foi utilizado.') };
            const outcome = provider.refund(charge, { reference: id, amountCents }, fault);
            if (typeof outcome === 'string') return { answer: problem(400, 'PixDevolucaoInvalida', 'A devolução excederia o valor do Pix.') };
            requestedAt.set(outcome.refund, merchant.now());
            return { answer: { status: 201, body: refundBody(outcome.refund, charge) } };
          },
        };
      }),
    );

    app.get(
      '/pix/:e2eid/devolucao/:id',
      serve((request) => {
        const { e2eid, id } = request.params as { e2eid: string; id: string };
        const charge = provider.book.last(({ pix: paid }) => paid?.endToEndId === e2eid);
        const refund = charge?.refunds.find(({ reference }) => reference === id);
        if (!charge || !refund) return missing();
        return { target: { operation: 'find', ...charge }, run: () => ({ answer: { status: 200, body: refundBody(refund, charge) } }) };
      }),
    );

    app.put(
      '/webhook/:chave',
      serve((request) => {
        const url = isRecord(request.body) ? text(request.body['webhookUrl'], 1_000) : undefined;
        if (url === undefined || !URL.canParse(url)) return problem(400, 'WebhookOperacaoInvalida', 'Campo webhook.webhookUrl não respeita o schema.');
        // The document has it so: `/pix` comes behind whatever was registered.
        merchant.recipient.url = `${url.replace(/\/$/, '')}/pix`;
        return { status: 200, body: undefined };
      }),
    );
  },

  // Of what was only opened or removed there is nothing to tell: callbacks are about money.
  event: ({ event, charge }) => (['captured', 'refunded', 'refund_failed', 'disputed'].includes(event) ? pixBody(charge) : undefined),
  envelope: (events) => [{ pix: events }],
};
