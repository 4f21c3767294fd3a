import { z } from 'zod';
import type { Observation, PixCode } from './attempt.js';
import { BrCodeRefused, makeBrCode, parseBrCode } from './br-code.js';
import type { Notice, RefundObservation } from './payment-gateway.js';

/** What of the Pix API's answers we read; fields and words that are new to us are no error, as its document asks. */
const amount = z.string().regex(/^\d{1,10}\.\d{2}$/);
const instant = z.iso.datetime({ offset: true });
const received = z.object({ endToEndId: z.string().regex(/^[a-zA-Z0-9]{32}$/), txid: z.string().optional(), valor: amount });
// Some send the time as text, as an example of the document does.
const calendar = z.object({ criacao: instant, expiracao: z.coerce.number().positive() });

const charge = z.object({
  txid: z.string(),
  status: z.string(),
  // Only an open charge needs it; money is read whatever else is strange.
  calendario: calendar.optional().catch(undefined),
  valor: z.object({ original: amount }),
  loc: z.object({ location: z.string() }).optional().catch(undefined),
  location: z.string().optional(),
  pixCopiaECola: z.string().optional(),
  pix: z.array(received).default([]),
});
type Charge = z.output<typeof charge>;

const refund = z.object({ id: z.string(), status: z.enum(['EM_PROCESSAMENTO', 'DEVOLVIDO', 'NAO_REALIZADO']), motivo: z.string().optional() });
const returns = z.object({ pix: z.array(z.object({ endToEndId: z.string(), devolucoes: z.array(refund.extend({ valor: amount, natureza: z.string().optional() })).default([]) })) });
const problem = z.object({ type: z.string() });

// A thousand pages of a hundred in one question are more than a day sells.
const paging = z.object({ quantidadeDePaginas: z.number().int().max(1_000), quantidadeTotalDeItens: z.number().int() });
export const receivedPage = z.object({ parametros: z.object({ paginacao: paging }), pix: z.array(received.extend({ horario: instant, devolucoes: z.unknown().optional() })).default([]) });
export type ReceivedPage = z.output<typeof receivedPage>;

/** A trial of the address has no `pix`. */
export const callback = z.object({ pix: z.array(z.object({ txid: z.string().optional() })).max(1_000).default([]) });

interface Payee {
  merchantName: string;
  merchantCity: string;
}

export const amountText = (cents: number): string => (cents / 100).toFixed(2);
const centsOf = (text: string): number => Number(text.replace('.', ''));

export const money = (chargeId: string, valor: string) => ({ chargeId, amountCents: centsOf(valor), currency: 'BRL' });

/** The kind of error that a refusal names at the end of its `type`. */
export const problemOf = (body: unknown): string => problem.safeParse(body).data?.type.split('/').at(-1) ?? 'unnamed';

export function observed(body: unknown, txid: string, payee: Payee): Observation {
  const { data } = charge.safeParse(body);
  if (!data || data.txid !== txid) return { kind: 'unknown', reason: 'the answer has another form' };
  // Money is believed whatever the charge's own state: it may have come late, or while it was being removed.
  if (data.pix.length > 0) return paid(data);
  switch (data.status) {
    case 'ATIVA':
      return open(data, payee);
    case 'REMOVIDA_PELO_USUARIO_RECEBEDOR':
      return { kind: 'voided', chargeId: txid };
    case 'REMOVIDA_PELO_PSP':
      return { kind: 'expired', chargeId: txid };
    default:
      return { kind: 'unknown', reason: `status ${data.status.slice(0, 40)}` };
  }
}

export function observedRefund(body: unknown): RefundObservation {
  const { data } = refund.safeParse(body);
  if (!data) return { kind: 'unknown', reason: 'the answer has another form' };
  if (data.status === 'NAO_REALIZADO') return { kind: 'refused', reason: data.motivo ?? 'the bank could not do it' };
  return { kind: data.status === 'DEVOLVIDO' ? 'refunded' : 'pending' };
}

/**
 * What is told of the money that goes back of a charge: our refunds by our names, and what the banks take back among themselves (MED: for
 * fraud, or for a mistake of theirs) by theirs, which are unique only within their Pix. Each counts once in each of its states.
 */
export function returnsOf(body: unknown, reference: string): Notice[] {
  const { data } = returns.safeParse(body);
  const all = (data?.pix ?? []).flatMap(({ endToEndId, devolucoes }) => devolucoes.map((each) => ({ endToEndId, ...each })));
  return all.map(({ endToEndId, id, status, valor, natureza, motivo }): Notice => {
    if (!natureza?.startsWith('MED_')) return { about: 'refund', eventId: `${id} ${status}`, reference: id, observation: observedRefund({ id, status, motivo }) };
    const disputeId = `${endToEndId} ${id}`;
    return { about: 'dispute', eventId: `${disputeId} ${status}`, reference, disputeId, amountCents: centsOf(valor), state: disputed[status] };
  });
}

const disputed = { EM_PROCESSAMENTO: 'opened', DEVOLVIDO: 'lost', NAO_REALIZADO: 'won' } as const;

/** One charge takes one Pix. Should more have come, their sum is not what we asked, and a person decides. */
function paid({ pix }: Charge): Observation {
  const once = [...new Map(pix.map((each) => [each.endToEndId, each])).values()];
  const [first] = once as [(typeof once)[number]];
  return { kind: 'captured', chargeId: first.endToEndId, amountCents: once.reduce((sum, { valor }) => sum + centsOf(valor), 0), currency: 'BRL' };
}

function open(data: Charge, payee: Payee): Observation {
  const { calendario } = data;
  if (!calendario) return { kind: 'unknown', reason: 'the answer has another form' };
  const charged = money(data.txid, data.valor.original);
  const code = codeOf(data, payee);
  if (!code) return { kind: 'pending', ...charged };
  // A code that asks for another amount than its charge: nobody is to pay that.
  if (code.amountCents !== undefined && code.amountCents !== charged.amountCents) return { kind: 'pending', ...charged, amountCents: code.amountCents };
  const pix: PixCode = { brCode: code.brCode, expiresAt: new Date(Date.parse(calendario.criacao) + calendario.expiracao * 1_000) };
  return { kind: 'pending', ...charged, pix };
}

/** The bank's own code where it gives a sound one, else one made from where it has put the charge. */
function codeOf({ pixCopiaECola, loc, location }: Charge, payee: Payee): { brCode: string; amountCents: number | undefined } | undefined {
  const place = loc?.location ?? location;
  try {
    if (pixCopiaECola !== undefined) return { brCode: pixCopiaECola, amountCents: parseBrCode(pixCopiaECola).amountCents };
  } catch (error) {
    if (!(error instanceof BrCodeRefused)) throw error;
  }
  try {
    return place === undefined ? undefined : { brCode: makeBrCode({ kind: 'dynamic', location: place.replace(/^https?:\/\//, ''), ...payeeOf(payee) }), amountCents: undefined };
  } catch (error) {
    if (!(error instanceof BrCodeRefused)) throw error;
    return undefined;
  }
}

const payeeOf = ({ merchantName, merchantCity }: Payee): Payee => ({ merchantName, merchantCity });
