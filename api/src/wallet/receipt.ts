/** What stands on a receipt; everything of it follows from the payment. */
import type { Language } from '#platform';
import type { Payment, PaymentMethod, Purpose } from './payment.js';

export interface Receipt {
  paymentId: string;
  purpose: Purpose;
  year: number;
  number: number;
  /** Null for a top-up: the money stays the payer's. */
  payeeName: string | null;
  payerName: string;
  /** Where it may be sent; empty where nobody said. */
  payerEmail: string;
  description: string;
  amountCents: number;
  fromWalletCents: number;
  /** What went back since; absent in what was written before anything could. */
  refundedCents?: number | undefined;
  /** What the payer's bank took back for good; absent where it took nothing. */
  takenBackCents?: number | undefined;
  currency: string;
  method: PaymentMethod;
  /** ISO 8601, and the IANA zone in which it is told. */
  completedAt: string;
  timezone: string;
  language: Language;
}

// Where nobody said otherwise: of Brazil's banks, and of most of its people.
export const timezoneByDefault = 'America/Sao_Paulo';
export const languageByDefault: Language = 'pt-BR';

/** `2026/000123`: the number within its payee's year, as people say it. */
export const receiptNumber = ({ year, number }: Pick<Receipt, 'year' | 'number'>): string => `${year}/${String(number).padStart(6, '0')}`;

export function receiptOf(payment: Payment, completedAt: number, { year, number }: Pick<Receipt, 'year' | 'number'>, takenBackCents = 0): Receipt {
  const { id: paymentId, purpose, description, amountCents, fromWalletCents, refundedCents, currency, method, parties } = payment;
  return {
    paymentId, purpose, year, number, description, amountCents, fromWalletCents, refundedCents, currency, method,
    ...(takenBackCents > 0 && { takenBackCents }),
    payeeName: payment.payeeId === null ? null : (parties.payeeName ?? ''),
    payerName: parties.payerName ?? '',
    payerEmail: parties.payerEmail ?? '',
    completedAt: new Date(completedAt).toISOString(),
    timezone: parties.timezone ?? timezoneByDefault,
    language: parties.language ?? languageByDefault,
  };
}
