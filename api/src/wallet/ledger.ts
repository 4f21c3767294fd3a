/**
 * Double-entry ledger, in the words of TigerBeetle (docs.tigerbeetle.com, "Data Modeling").
 *
 * Invariants:
 *   1. A transfer is one row with a debit and a credit account, so every transfer balances by construction.
 *   2. Rows are only ever added. A pending transfer is resolved by a second row (post, void or expire), at most once.
 *   3. A buyer's `debits_pending + debits_posted` never exceeds `credits_posted`: available is never negative, and
 *      what is frozen is never more than the balance.
 *
 * Only buyers' counters are kept. Those of payees, gateways and the platform are sums of their entries: they are so
 * few and so busy that a counter on them would put every payment in one queue.
 */
import assert from 'node:assert/strict';

export type AccountKind = 'buyer' | 'payee' | 'gateway' | 'platform';

/** Who an account belongs to: a user, an organiser or payee, a gateway's name, or one of the platform's own purposes. */
export interface AccountRef {
  kind: AccountKind;
  owner: string;
  currency: string;
}

export interface Account extends AccountRef {
  id: string;
  debitsPending: number;
  debitsPosted: number;
  creditsPending: number;
  creditsPosted: number;
}

/** `posted` moves at once. `pending` reserves until a `post_pending`, `void_pending` or `expire_pending` names it. */
export type TransferFlag = 'posted' | 'pending' | 'post_pending' | 'void_pending' | 'expire_pending';

export type Resolution = Exclude<TransferFlag, 'posted' | 'pending'>;

/** Why the money moves. */
export const transferCodes = [
  'capture', 'payment', 'top_up', 'refund', 'chargeback', 'conflict', 'conflict_refund', 'conflict_closing', 'loss', 'fee', 'fee_refund', 'settlement', 'payout', 'gateway_fee', 'payout_reversal',
] as const;
export type TransferCode = (typeof transferCodes)[number];

export interface Transfer {
  id: string;
  flag: TransferFlag;
  code: TransferCode;
  /** Null for a settlement and a gateway's payout, which are no payment's. */
  paymentId: string | null;
  pendingId: string | null;
  debitAccountId: string;
  creditAccountId: string;
  amountCents: number;
  /** Instant, in ms, from which a pending transfer can no longer be posted. */
  timeoutAt: number | null;
}

export type TransferDraft = Omit<Transfer, 'flag' | 'pendingId' | 'timeoutAt'> & {
  flag: 'posted' | 'pending';
  timeoutAt?: number | null;
};

/** In order of precedence: the first that holds is the answer. Only `created` moves money. */
export const transferResults = [
  'exists_with_different_flag',
  'exists_with_different_pending_transfer',
  'exists_with_different_timeout',
  'exists_with_different_debit_account',
  'exists_with_different_credit_account',
  'exists_with_different_amount',
  'exists_with_different_code',
  'exists',
  'amount_must_be_positive',
  'timeout_reserved_for_pending_transfer',
  'accounts_must_be_different',
  'debit_account_not_found',
  'credit_account_not_found',
  'accounts_must_have_the_same_currency',
  'pending_transfer_not_found',
  'pending_transfer_not_pending',
  'pending_transfer_already_posted',
  'pending_transfer_already_voided',
  'pending_transfer_expired',
  'pending_transfer_not_yet_expired',
  'exceeds_credits',
  'created',
] as const;

export type TransferResult = (typeof transferResults)[number];

/** Whether the account's counters are kept in its row (and its row locked) rather than derived from its entries. */
export const isKept = (account: Pick<AccountRef, 'kind'>): boolean => account.kind === 'buyer';

export const balanceOf = (account: Account): number => account.creditsPosted - account.debitsPosted;
export const frozenOf = (account: Account): number => account.debitsPending;
export const availableOf = (account: Account): number => balanceOf(account) - frozenOf(account);

const keyOf = ({ kind, owner, currency }: AccountRef): string => `${kind}:${owner}:${currency}`;

/**
 * The part of the ledger that one batch works on: accounts and transfers read under lock, decided upon in order, and
 * then written back as one statement (`recorded`, `touched`). `now` is the database's clock, in ms.
 */
export class Ledger {
  readonly recorded: Transfer[] = [];
  private readonly accounts = new Map<string, Account>();
  private readonly byRef = new Map<string, Account>();
  private readonly transfers = new Map<string, Transfer>();
  private readonly resolutions = new Map<string, Resolution>();
  private readonly changed = new Set<Account>();

  constructor(
    accounts: Iterable<Account>,
    transfers: Iterable<Transfer>,
    readonly now: number,
  ) {
    for (const account of accounts) {
      this.accounts.set(account.id, account);
      this.byRef.set(keyOf(account), account);
    }
    for (const transfer of transfers) this.remember(transfer);
  }

  /** Kept accounts whose counters this batch moved, by id: the order in which rows are locked and written. */
  get touched(): Account[] {
    return [...this.changed].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** The account of somebody whose account was opened for this batch. */
  account(ref: AccountRef): Account {
    const account = this.byRef.get(keyOf(ref));
    assert(account, `no account was opened for ${keyOf(ref)}`);
    return account;
  }

  /** A transfer that moves at once or reserves. Its id is its idempotency key. */
  create(draft: TransferDraft): TransferResult {
    const transfer: Transfer = { ...draft, pendingId: null, timeoutAt: draft.timeoutAt ?? null };
    const existing = this.transfers.get(transfer.id);
    if (existing) return compare(transfer, existing);

    if (!(transfer.amountCents > 0)) return 'amount_must_be_positive';
    if (transfer.timeoutAt !== null && transfer.flag !== 'pending') return 'timeout_reserved_for_pending_transfer';
    if (transfer.debitAccountId === transfer.creditAccountId) return 'accounts_must_be_different';
    const debit = this.accounts.get(transfer.debitAccountId);
    if (!debit) return 'debit_account_not_found';
    const credit = this.accounts.get(transfer.creditAccountId);
    if (!credit) return 'credit_account_not_found';
    if (debit.currency !== credit.currency) return 'accounts_must_have_the_same_currency';
    if (isKept(debit) && availableOf(debit) < transfer.amountCents) return 'exceeds_credits';

    return this.record(transfer);
  }

  /** Posts, voids or expires a pending transfer, whole. */
  resolve(id: string, flag: Resolution, pendingId: string): TransferResult {
    const pending = this.transfers.get(pendingId);
    const existing = this.transfers.get(id);
    if (existing) return compare({ ...(pending ?? existing), flag, pendingId, timeoutAt: null }, existing);

    if (!pending) return 'pending_transfer_not_found';
    if (pending.flag !== 'pending') return 'pending_transfer_not_pending';
    const resolution = this.resolutions.get(pendingId);
    if (resolution === 'post_pending') return 'pending_transfer_already_posted';
    if (resolution === 'void_pending') return 'pending_transfer_already_voided';
    if (resolution === 'expire_pending') return 'pending_transfer_expired';
    const timedOut = pending.timeoutAt !== null && pending.timeoutAt <= this.now;
    if (flag === 'post_pending' && timedOut) return 'pending_transfer_expired';
    if (flag === 'expire_pending' && !timedOut) return 'pending_transfer_not_yet_expired';

    return this.record({ ...pending, id, flag, pendingId, timeoutAt: null });
  }

  private record(transfer: Transfer): 'created' {
    this.remember(transfer);
    this.recorded.push(transfer);
    this.count(transfer, this.accounts.get(transfer.debitAccountId), 'debitsPending', 'debitsPosted');
    this.count(transfer, this.accounts.get(transfer.creditAccountId), 'creditsPending', 'creditsPosted');
    return 'created';
  }

  private remember(transfer: Transfer): void {
    this.transfers.set(transfer.id, transfer);
    const { flag, pendingId } = transfer;
    if (flag !== 'posted' && flag !== 'pending' && pendingId) this.resolutions.set(pendingId, flag);
  }

  private count(
    { flag, amountCents }: Transfer,
    account: Account | undefined,
    pending: 'debitsPending' | 'creditsPending',
    posted: 'debitsPosted' | 'creditsPosted',
  ): void {
    assert(account, 'a pending transfer is resolved with both its accounts read');
    if (!isKept(account)) return;
    if (flag === 'pending') account[pending] += amountCents;
    else if (flag !== 'posted') account[pending] -= amountCents;
    if (flag === 'posted' || flag === 'post_pending') account[posted] += amountCents;
    this.changed.add(account);
  }
}

function compare(wanted: Transfer, existing: Transfer): TransferResult {
  if (wanted.flag !== existing.flag) return 'exists_with_different_flag';
  if (wanted.pendingId !== existing.pendingId) return 'exists_with_different_pending_transfer';
  if (wanted.timeoutAt !== existing.timeoutAt) return 'exists_with_different_timeout';
  if (wanted.debitAccountId !== existing.debitAccountId) return 'exists_with_different_debit_account';
  if (wanted.creditAccountId !== existing.creditAccountId) return 'exists_with_different_credit_account';
  if (wanted.amountCents !== existing.amountCents) return 'exists_with_different_amount';
  if (wanted.code !== existing.code) return 'exists_with_different_code';
  return 'exists';
}
