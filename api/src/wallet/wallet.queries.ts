import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { z } from 'zod';
import { Config } from '#platform';
import type { TransferCode, TransferFlag } from './ledger.js';
import type { Payment } from './payment.js';
import type { balanceSchema, paymentSchema, transfersSchema } from './wallet.schemas.js';
import { WalletDatabase } from './wallet-database.js';

interface MovementRow {
  id: string;
  flag: TransferFlag;
  code: TransferCode;
  payment_id: string;
  amount_cents: number;
  created_at: Date;
  direction: 'in' | 'out';
  resolution: TransferFlag | null;
  purpose_kind: Payment['purpose']['kind'];
  purpose_id: string;
}

const states = { post_pending: 'posted', void_pending: 'voided', expire_pending: 'expired' } as const;

function stateOf({ flag, resolution }: MovementRow): 'pending' | 'posted' | 'voided' | 'expired' {
  if (flag === 'posted') return 'posted';
  return resolution && resolution in states ? states[resolution as keyof typeof states] : 'pending';
}

/** Where the picture of a PIX code is; its payer's session opens it. */
export const pixPictureUrl = (paymentId: string): string => `/api/v1/payments/${paymentId}/pix.svg`;

/** A payment as its payer sees it. */
export function paymentView(payment: Payment, takenBackCents = 0): z.infer<typeof paymentSchema> {
  const money = (amountCents: number) => ({ amountCents, currency: payment.currency });
  const { id, purpose, method, failure, pix, state } = payment;
  return {
    id,
    state: state as z.infer<typeof paymentSchema>['state'],
    purpose,
    ...(payment.payeeId && { payeeId: payment.payeeId }),
    method,
    amount: money(payment.amountCents),
    fromWallet: money(payment.fromWalletCents),
    refunded: money(payment.refundedCents),
    ...(takenBackCents > 0 && { takenBack: money(takenBackCents) }),
    expiresAt: new Date(payment.deadline).toISOString(),
    ...(pix && state === 'presented' && { pix: { ...pix, qrCodeUrl: pixPictureUrl(id) } }),
    ...(failure && { failure: { reason: failure.reason, retryable: failure.retryable, ...(failure.detail !== null && { detail: failure.detail }) } }),
  };
}

/** What a user may read of the ledger. */
@Injectable()
export class WalletQueries {
  private readonly currency: string;

  constructor(
    private readonly database: WalletDatabase,
    config: Config,
  ) {
    this.currency = config.ledgerCurrency;
  }

  /** Zero for somebody who never had an account: it is opened by the first movement. */
  async balance(userId: string): Promise<z.infer<typeof balanceSchema>> {
    const { rows } = await sql<{ balance: number; frozen: number }>`
      select credits_posted - debits_posted as balance, debits_pending as frozen from wallet.account
      where kind = 'buyer' and owner = ${userId} and currency = ${this.currency}`.execute(this.database.reads);
    const { balance, frozen } = rows[0] ?? { balance: 0, frozen: 0 };
    const money = (amountCents: number) => ({ amountCents, currency: this.currency });
    return { balance: money(balance), frozen: money(frozen), available: money(balance - frozen) };
  }

  /** Movements, newest first: each once, in the state that its resolution gave it. Either side has an index of its own. */
  async transfers(userId: string, cursor: string | undefined, limit: number): Promise<z.infer<typeof transfersSchema>> {
    const side = (column: 'debit_account_id' | 'credit_account_id', direction: 'in' | 'out') => sql`
      (select transfer.id, flag, code, payment_id, amount_cents, transfer.created_at, ${sql.lit(direction)} as direction
      from wallet.transfer
      where transfer.${sql.ref(column)} = (select id from mine) and pending_id is null
        and (${cursor ?? null}::uuid is null or (transfer.created_at, transfer.id) < (select created_at, id from wallet.transfer where id = ${cursor ?? null}::uuid))
      order by transfer.created_at desc, transfer.id desc limit ${limit + 1})`;
    const { rows } = await sql<MovementRow>`
      with mine as (
        select id from wallet.account where kind = 'buyer' and owner = ${userId} and currency = ${this.currency}
      ), movement as (
        select * from (${side('debit_account_id', 'out')} union all ${side('credit_account_id', 'in')}) either
        order by created_at desc, id desc limit ${limit + 1}
      )
      select movement.*, resolved.flag as resolution, payment.purpose_kind, payment.purpose_id
      from movement
      join wallet.payment on payment.id = movement.payment_id
      left join wallet.transfer resolved on resolved.pending_id = movement.id
      order by movement.created_at desc, movement.id desc`.execute(this.database.reads);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      items: page.map((row) => ({
        id: row.id,
        kind: row.code,
        direction: row.direction,
        state: stateOf(row),
        amount: { amountCents: row.amount_cents, currency: this.currency },
        paymentId: row.payment_id,
        purpose: { kind: row.purpose_kind, id: row.purpose_id },
        createdAt: row.created_at.toISOString(),
      })),
      ...(last && { nextCursor: last.id }),
    };
  }
}
