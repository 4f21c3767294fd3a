import { z } from 'zod';
import { cardToken } from '#payments';
import { transferCodes } from './ledger.js';
import { failureReasons, paymentMethods, purposeKinds } from './payment.js';

// R$ 100,000 in one payment: far above any ticket, and far below where sums would leave exact integers.
const AMOUNT_CENTS_MAX = 10_000_000;
export const TRANSFERS_PAGE_MAX = 100;

const currency = z.string().regex(/^[A-Z]{3}$/);
const paid = z.strictObject({ amountCents: z.int().min(1).max(AMOUNT_CENTS_MAX), currency });
export const money = z.strictObject({ amountCents: z.int(), currency: z.string() });

const card = z.strictObject({ method: z.literal('card'), token: cardToken });
const pix = z.strictObject({ method: z.literal('pix') });

/** Puts money on one's own balance. */
export const topUpSchema = z.strictObject({ amount: paid, payment: z.discriminatedUnion('method', [card, pix]) });

/** Pays a service: by gateway, from the balance, or in part from each. */
export const servicePaymentSchema = z
  .strictObject({
    // An owner's name in the ledger is text, and ids are written in lower case there.
    payeeId: z.uuid().toLowerCase(),
    amount: paid,
    payment: z.discriminatedUnion('method', [
      card.extend({ fromWallet: paid.optional() }),
      pix.extend({ fromWallet: paid.optional() }),
      z.strictObject({ method: z.literal('wallet') }),
    ]),
  })
  .refine(
    ({ amount, payment }) => !('fromWallet' in payment && payment.fromWallet) || payment.fromWallet.amountCents <= amount.amountCents,
    { path: ['payment', 'fromWallet'], message: 'must not exceed the amount' },
  );

// Compared with the ids of rows, which are in lower case.
export const paymentIdSchema = z.strictObject({ paymentId: z.uuid().toLowerCase() });

export const transfersQuerySchema = z.strictObject({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(TRANSFERS_PAGE_MAX).default(50),
});

/** How a payment stands. `pix` while there is a code to pay, `failure` where it ended without money, `takenBack` where the payer's bank has taken of it for good. */
export const paymentSchema = z.strictObject({
  id: z.uuid(),
  state: z.enum(['awaiting_gateway', 'presented', 'cancelling', 'completed', 'failed', 'cancelled', 'conflicted', 'refunded']),
  purpose: z.strictObject({ kind: z.enum(purposeKinds), id: z.uuid() }),
  payeeId: z.uuid().optional(),
  method: z.enum(paymentMethods),
  amount: money,
  fromWallet: money,
  refunded: money,
  takenBack: money.optional(),
  expiresAt: z.iso.datetime(),
  pix: z.strictObject({ brCode: z.string(), qrCodeUrl: z.string(), expiresAt: z.iso.datetime() }).optional(),
  failure: z.strictObject({ reason: z.enum(failureReasons), retryable: z.boolean(), detail: z.string().optional() }).optional(),
});

/** `available` = `balance` − `frozen`. */
export const balanceSchema = z.strictObject({ balance: money, frozen: money, available: money });

export const transfersSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.uuid(),
      kind: z.enum(transferCodes),
      direction: z.enum(['in', 'out']),
      state: z.enum(['pending', 'posted', 'voided', 'expired']),
      amount: money,
      paymentId: z.uuid(),
      purpose: z.strictObject({ kind: z.enum(purposeKinds), id: z.uuid() }),
      createdAt: z.iso.datetime(),
    }),
  ),
  nextCursor: z.string().optional(),
});
