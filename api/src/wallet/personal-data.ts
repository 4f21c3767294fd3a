import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { AttemptPersonalData } from '#payments';
import { PersonalData, type PersonalSection, sectionOf } from '#platform';
import { WalletDatabase } from './wallet-database.js';

/** The processor's last look for late money is a day and seven hours after the end; by then what it finds has arrived. */
const LATE_SECONDS = 2 * 86_400;

interface PaymentRow {
  id: string;
}

/** Somebody's balance, payments and movements. The ledger is never changed; receipts lose whom they were made out to. */
@Injectable()
export class WalletPersonalData extends PersonalData {
  override readonly sections: readonly PersonalSection[];
  private readonly payments: PersonalSection;

  constructor(
    private readonly database: WalletDatabase,
    private readonly attempts: AttemptPersonalData,
  ) {
    super();
    this.payments = sectionOf(database, 'payments', ({ userId, after, limit }) => sql`
      select id, purpose_kind as purpose, purpose_id as "purposeId", payee_id as "payeeId", amount_cents as "amountCents", from_wallet_cents as "fromWalletCents", refunded_cents as "refundedCents",
             case when disputed_cents > 0 then (select sum(dispute.amount_cents)::bigint from wallet.dispute where payment_id = payment.id and dispute.state = 'lost') end as "takenBackCents", currency, method,
             state, description, parties, created_at as "createdAt", completed_at as "completedAt", receipt_year as "receiptYear", receipt_number as "receiptNumber"
        from wallet.payment where payer_id = ${userId}::uuid and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${limit}`);
    this.sections = [
      sectionOf(database, 'balances', ({ userId, after }) => sql`
        select id, currency, credits_posted - debits_posted as "balanceCents", debits_pending as "frozenCents", created_at as "createdAt"
          from wallet.account where kind = 'buyer' and owner = ${userId} and ${after}::uuid is null`),
      this.payments,
      { name: 'paymentAttempts', rows: (userId) => this.attemptsOf(userId) },
      // What gateways took otherwise than asked; who decided about it is another person.
      sectionOf(database, 'conflicts', ({ userId, after, limit }) => sql`
        select payment.id, conflict.gateway, conflict.amount_cents as "amountCents", conflict.currency, conflict.state, arisen_at as "arisenAt", settled_at as "settledAt"
          from wallet.conflict join wallet.payment on payment.id = payment_id
         where payer_id = ${userId}::uuid and (${after}::uuid is null or payment.id > ${after}::uuid) order by payment.id limit ${limit}`),
      sectionOf(database, 'transfers', ({ userId, after, limit }) => sql`
        with mine as (select id from wallet.account where kind = 'buyer' and owner = ${userId})
        select id, flag, code, payment_id as "paymentId", amount_cents as "amountCents", created_at as "createdAt",
               case when debit_account_id in (select id from mine) then 'out' else 'in' end as direction
          from wallet.transfer where (debit_account_id in (select id from mine) or credit_account_id in (select id from mine)) and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${limit}`),
    ];
  }

  /** What is left to spend, frozen parts included: it can be paid with, and with the account it would be lost. */
  async left(userId: string): Promise<{ amountCents: number; currency: string }[]> {
    const { rows } = await sql<{ amountCents: number; currency: string }>`
      select credits_posted - debits_posted as "amountCents", currency from wallet.account
       where kind = 'buyer' and owner = ${userId} and credits_posted > debits_posted order by currency`.execute(this.database.reads);
    return rows;
  }

  /**
   * Payments whose money may still move: not decided, on its way back, wanted back by the payer's bank, taken otherwise than asked while no person
   * has decided about that and it is not back, or come to nothing so lately that a gateway may still take it. What moves after the account is gone moves for nobody.
   */
  async underway(userId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from wallet.payment
       where payer_id = ${userId}::uuid
         and (state in ('awaiting_gateway', 'presented', 'cancelling') or refunding_cents > 0
           or exists (select from wallet.conflict where payment_id = payment.id and settled_at is null)
           or (state in ('failed', 'cancelled') and method <> 'wallet' and deadline > platform.now() - make_interval(secs => ${LATE_SECONDS}))
           or exists (select from wallet.dispute where payment_id = payment.id and dispute.state = 'opened'))`.execute(this.database.reads);
    return (rows[0] as { count: number }).count;
  }

  override async forget(userId: string): Promise<void> {
    await sql`
      update wallet.payment set parties = parties - 'payerName' - 'payerEmail'
       where payer_id = ${userId}::uuid and state not in ('awaiting_gateway', 'presented', 'cancelling') and parties ?| array['payerName', 'payerEmail']`.execute(this.database.reads);
  }

  private async *attemptsOf(userId: string): AsyncIterable<object[]> {
    for await (const page of this.payments.rows(userId)) yield await this.attempts.of((page as PaymentRow[]).map(({ id }) => id));
  }
}
