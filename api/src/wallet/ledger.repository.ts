import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId, type Tx } from '#platform';
import { type Account, type AccountRef, Ledger, type Transfer } from './ledger.js';

interface AccountRow extends AccountRef {
  id: string;
  debits_pending: number;
  debits_posted: number;
  credits_pending: number;
  credits_posted: number;
}

interface TransferRow {
  id: string;
  flag: Transfer['flag'];
  code: Transfer['code'];
  payment_id: string | null;
  pending_id: string | null;
  debit_account_id: string;
  credit_account_id: string;
  amount_cents: number;
  timeout_at: Date | null;
}

/**
 * Reads a part of the ledger under lock and writes back what was decided on it, each in one statement per batch.
 * Lock order: buyers' accounts by id. Other accounts are read without a lock and never written.
 */
@Injectable()
export class LedgerRepository {
  /** Opens the accounts that do not exist yet, locks the buyers' among them, and reads the named transfers with their resolutions. */
  async open(tx: Tx, refs: AccountRef[], transferIds: string[]): Promise<Ledger> {
    const accounts = refs.length > 0 ? await this.accounts(tx, refs) : [];
    const transfers = transferIds.length > 0 ? await this.transfers(tx, transferIds) : [];
    // A statement of its own, after the locks: the clock must not lie before what the others wrote.
    const { rows } = await sql<{ now: Date }>`select platform.now() as now`.execute(tx);
    return new Ledger(accounts, transfers, (rows[0] as { now: Date }).now.getTime());
  }

  /** Adds the recorded transfers and sets the counters of the accounts they moved. */
  async write(tx: Tx, { recorded, touched }: Ledger): Promise<void> {
    if (recorded.length === 0) return;
    const timeouts = recorded.map(({ timeoutAt }) => (timeoutAt === null ? null : new Date(timeoutAt).toISOString()));
    await sql`
      with written as (
        insert into wallet.transfer
          (id, flag, code, payment_id, pending_id, debit_account_id, credit_account_id, amount_cents, timeout_at)
        select * from unnest(
          ${recorded.map(({ id }) => id)}::uuid[],
          ${recorded.map(({ flag }) => flag)}::text[],
          ${recorded.map(({ code }) => code)}::text[],
          ${recorded.map(({ paymentId }) => paymentId)}::uuid[],
          ${recorded.map(({ pendingId }) => pendingId)}::uuid[],
          ${recorded.map(({ debitAccountId }) => debitAccountId)}::uuid[],
          ${recorded.map(({ creditAccountId }) => creditAccountId)}::uuid[],
          ${recorded.map(({ amountCents }) => amountCents)}::bigint[],
          ${timeouts}::timestamptz[])
      )
      update wallet.account set
        debits_pending = moved.debits_pending, debits_posted = moved.debits_posted,
        credits_pending = moved.credits_pending, credits_posted = moved.credits_posted
      from unnest(
        ${touched.map(({ id }) => id)}::uuid[],
        ${touched.map(({ debitsPending }) => debitsPending)}::bigint[],
        ${touched.map(({ debitsPosted }) => debitsPosted)}::bigint[],
        ${touched.map(({ creditsPending }) => creditsPending)}::bigint[],
        ${touched.map(({ creditsPosted }) => creditsPosted)}::bigint[])
        as moved (id, debits_pending, debits_posted, credits_pending, credits_posted)
      where account.id = moved.id`.execute(tx);
  }

  private async accounts(tx: Tx, given: AccountRef[]): Promise<Account[]> {
    const refs = [...new Map(given.map((ref) => [`${ref.kind}:${ref.owner}:${ref.currency}`, ref])).values()];
    const wanted = sql`unnest(
      ${refs.map(({ kind }) => kind)}::text[], ${refs.map(({ owner }) => owner)}::text[],
      ${refs.map(({ currency }) => currency)}::bpchar[]) as wanted (kind, owner, currency)`;
    const found = await this.locked(tx, wanted);
    if (found.length === refs.length) return found;
    const ids = refs.map(() => newId());
    // In one order, so that two batches that open the same accounts wait for each other instead of deadlocking.
    await sql`
      insert into wallet.account (id, kind, owner, currency)
      select wanted.* from unnest(
        ${ids}::uuid[], ${refs.map(({ kind }) => kind)}::text[], ${refs.map(({ owner }) => owner)}::text[],
        ${refs.map(({ currency }) => currency)}::bpchar[]) as wanted (id, kind, owner, currency)
      order by kind, owner, currency
      on conflict on constraint one_account_per_owner do nothing`.execute(tx);
    return this.locked(tx, wanted);
  }

  private async locked(tx: Tx, wanted: ReturnType<typeof sql>): Promise<Account[]> {
    const { rows } = await sql<AccountRow>`
      with buyer as (
        select account.* from wallet.account join ${wanted} using (kind, owner, currency)
        where kind = 'buyer' order by account.id for update of account
      )
      select id, kind, owner, currency, debits_pending, debits_posted, credits_pending, credits_posted from buyer
      union all
      select id, kind, owner, currency, debits_pending, debits_posted, credits_pending, credits_posted
      from wallet.account join ${wanted} using (kind, owner, currency) where kind <> 'buyer'`.execute(tx);
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      owner: row.owner,
      currency: row.currency,
      debitsPending: row.debits_pending,
      debitsPosted: row.debits_posted,
      creditsPending: row.credits_pending,
      creditsPosted: row.credits_posted,
    }));
  }

  private async transfers(tx: Tx, ids: string[]): Promise<Transfer[]> {
    const { rows } = await sql<TransferRow>`
      select id, flag, code, payment_id, pending_id, debit_account_id, credit_account_id, amount_cents, timeout_at
      from wallet.transfer where id = any(${ids}::uuid[]) or pending_id = any(${ids}::uuid[])`.execute(tx);
    return rows.map((row) => ({
      id: row.id,
      flag: row.flag,
      code: row.code,
      paymentId: row.payment_id,
      pendingId: row.pending_id,
      debitAccountId: row.debit_account_id,
      creditAccountId: row.credit_account_id,
      amountCents: row.amount_cents,
      timeoutAt: row.timeout_at?.getTime() ?? null,
    }));
  }
}
