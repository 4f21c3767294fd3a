import { type Account, type AccountKind, Ledger, type Transfer } from '../../src/wallet/ledger.js';
import type { Conflict } from '../../src/wallet/conflict.js';
import { type Dispute, type DisputeState, type Payment, type PaymentRequest, type Refund, createPayment, isLiveOrWon } from '../../src/wallet/payment.js';
import { accountsOf, suspense } from '../../src/wallet/postings.js';
import { Settlement } from '../../src/wallet/settlement.js';

let sequence = 0;
/** Readable ids for pure tests: `transfer-1`, `payment-2` … */
export const nextId = (what: string): string => `${what}-${++sequence}`;

export const newAccount = (kind: AccountKind, owner: string, creditsPosted = 0, currency = 'BRL'): Account => ({
  id: `${kind}:${owner}:${currency}`,
  kind,
  owner,
  currency,
  debitsPending: 0,
  debitsPosted: 0,
  creditsPending: 0,
  creditsPosted,
});

export const newPayment = (change: Partial<PaymentRequest> = {}): Payment =>
  createPayment({
    paymentId: nextId('payment'),
    purpose: { kind: 'order', id: nextId('order') },
    payerUserId: 'ana',
    payeeAccount: 'theatre',
    amountCents: 10_000,
    fromWalletCents: 0,
    currency: 'BRL',
    method: 'card',
    deadline: new Date(300_000).toISOString(),
    ...change,
  });

/** Wallet without a database: what the repository would keep, and a clock. */
export class PaperWallet {
  now = 0;
  readonly payments = new Map<string, Payment>();
  readonly refunds = new Map<string, Refund>();
  readonly disputes = new Map<string, Dispute>();
  readonly conflicts = new Map<string, Conflict>();
  readonly accounts = new Map<string, Account>();
  readonly transfers: Transfer[] = [];

  give(owner: string, cents: number): void {
    this.accounts.set(`buyer:${owner}:BRL`, newAccount('buyer', owner, cents));
  }

  buyer(owner = 'ana'): Account {
    const account = this.accounts.get(`buyer:${owner}:BRL`);
    if (!account) throw new Error(`${owner} has no account`);
    return account;
  }

  /** One batch: reads, decides, keeps; gives the effects. */
  settle(ids: string[], work: (settlement: Settlement) => void): Settlement['effects'] {
    const mine = new Map(ids.map((id) => [id, this.payments.get(id) as Payment]));
    const refs = [...mine.values()].flatMap((payment) => accountsOf(payment, ['aurora', 'bonanza', payment.gateway]));
    for (const ref of [...refs, suspense({ sandbox: false, currency: 'BRL' })]) {
      const account = newAccount(ref.kind, ref.owner, 0, ref.currency);
      if (!this.accounts.has(account.id)) this.accounts.set(account.id, account);
    }
    const rivals = [...this.payments.values()].filter(({ id, state }) => isLiveOrWon(state) && !mine.has(id));
    const ledger = new Ledger(this.accounts.values(), this.transfers, this.now);
    const settlement = new Settlement(ledger, mine, this.refunds, rivals, () => nextId('transfer'), 'BRL', this.disputes, this.conflicts);
    work(settlement);
    this.transfers.push(...ledger.recorded);
    return settlement.effects;
  }

  open(payment: Payment): Settlement['effects'] {
    this.payments.set(payment.id, payment);
    return this.settle([payment.id], (settlement) => settlement.open(payment.id));
  }

  /** A payment of 100.00 that a gateway captured. */
  completed(change: Partial<PaymentRequest> = {}, amountCents = 10_000): Payment {
    const payment = newPayment(change);
    this.open(payment);
    this.settle([payment.id], (settlement) => settlement.settle(payment.id, { attemptId: `attempt of ${payment.id}`, gateway: 'aurora', outcome: 'captured', amountCents, retryable: false }));
    return payment;
  }

  /** What is heard of the one dispute of a payment. */
  dispute(payment: Payment, state: DisputeState, amountCents = 10_000): Settlement['effects'] {
    return this.settle([payment.id], (settlement) => settlement.dispute(payment.id, { disputeId: `dispute of ${payment.id}`, amountCents, state }));
  }
}
