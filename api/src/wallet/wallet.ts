import { Injectable } from '@nestjs/common';
import { afterCommit, Config, Database, isViolation, Metrics, newId, Outbox, type Tx } from '#platform';
import { announce } from './announcements.js';
import { ConflictRepository } from './conflict.repository.js';
import { type Ledger } from './ledger.js';
import { LedgerRepository } from './ledger.repository.js';
import { createPayment, isLiveOrWon, type Payment } from './payment.js';
import { PaymentOutcomes } from './payment-outcomes.js';
import { PaymentRepository } from './payment.repository.js';
import { Settlement } from './settlement.js';
import type { Effect } from './settlement-effects.js';
import type { Step } from './steps.js';

// Each time the other payment for the purpose has just been committed and is seen at the next try.
const ATTEMPTS_MAX = 3;

/** A transaction in which payments may be made; starts anew when another one took a purpose first. */
export async function payingTransaction<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction(work);
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !isViolation(error, 'one_live_payment_per_purpose')) throw error;
    }
  }
}

/**
 * Moves payments on: any number of steps in one transaction, a handful of statements whatever their number.
 * Lock order: payments by id, then buyers' accounts by id.
 */
@Injectable()
export class Wallet {
  private readonly outcomes;
  private readonly transfers;

  constructor(
    private readonly payments: PaymentRepository,
    private readonly conflicts: ConflictRepository,
    private readonly ledgers: LedgerRepository,
    private readonly outbox: Outbox,
    private readonly waiting: PaymentOutcomes,
    private readonly config: Config,
    metrics: Metrics,
  ) {
    this.outcomes = metrics.counter('catraca_wallet_payments_total', 'Payments decided, by what they paid for and how they ended.', ['purpose', 'outcome']);
    this.transfers = metrics.counter('catraca_ledger_transfers_total', 'Rows added to the ledger.', ['code', 'flag']);
  }

  /** Takes the steps in their order and announces their effects. A step on a payment that does not exist throws. */
  async take(tx: Tx, steps: Step[]): Promise<void> {
    if (steps.length === 0) return;
    const payments = await this.payments.lock(tx, [...new Set(steps.map(({ paymentId }) => paymentId))]);
    const made = new Set<Payment>();
    for (const { request } of steps) {
      if (!request || payments.has(request.paymentId)) continue;
      const payment = createPayment(request);
      payments.set(payment.id, payment);
      made.add(payment);
    }
    const [ledger, refunds, disputes, conflicts, rivals] = await Promise.all([
      this.openLedger(tx, steps, payments),
      this.payments.refunds(tx, steps.flatMap(({ refundId, disputeId, paymentId }) => (refundId || disputeId ? [{ refundId, paymentId }] : []))),
      this.payments.disputes(tx, steps.flatMap(({ disputeId }) => disputeId ?? [])),
      this.conflicts.ofPayments(tx, steps.flatMap(({ conflict, paymentId }) => (conflict ? [paymentId] : []))),
      // A payment that holds its purpose has no rival; those that do not are new, or are over and may get late money.
      this.payments.rivals(tx, [...payments.values()].filter((payment) => made.has(payment) || !isLiveOrWon(payment.state))),
    ]);
    const settlement = new Settlement(ledger, payments, refunds, rivals, newId, this.config.ledgerCurrency, disputes, conflicts);
    const messages = steps.flatMap((step) => {
      const before = settlement.effects.length;
      step.apply(settlement);
      return settlement.effects.slice(before).map((effect) => announce(effect, step));
    });
    const changed = [...settlement.changed];
    // Those that give up a purpose come first, so that the one which takes it over in the same batch finds it free.
    await Promise.all([
      this.payments.update(tx, changed.filter((payment) => !made.has(payment))),
      this.payments.insert(tx, changed.filter((payment) => made.has(payment))),
      this.payments.writeRefunds(tx, [...settlement.changedRefunds]),
      this.payments.writeDisputes(tx, [...settlement.changedDisputes]),
      this.conflicts.write(tx, [...settlement.conflicts.changed]),
      this.ledgers.write(tx, ledger),
      this.outbox.append(tx, messages),
    ]);
    afterCommit(tx, () => {
      this.count(settlement.effects, ledger);
      // Only a hint: who is not woken by it looks again a moment later.
      this.waiting.tell(changed.map(({ id }) => id)).catch(() => {});
    });
  }

  private openLedger(tx: Tx, steps: Step[], payments: Map<string, Payment>): Promise<Ledger> {
    const accounts = steps.flatMap(({ accounts, paymentId }) => {
      const payment = payments.get(paymentId);
      return payment && accounts ? accounts(payment) : [];
    });
    const frozen = [...payments.values()].filter(({ unfreezeAt }) => unfreezeAt !== null).map(({ id }) => id);
    return this.ledgers.open(tx, accounts, [...frozen, ...steps.flatMap(({ refundId, disputeId }) => refundId ?? disputeId ?? [])]);
  }

  private count(effects: Effect[], ledger: Ledger): void {
    for (const { code, flag } of ledger.recorded) this.transfers.inc({ code, flag });
    for (const effect of effects) {
      const purpose = effect.payment.purpose.kind;
      if (effect.kind === 'completed') this.outcomes.inc({ purpose, outcome: effect.payment.late ? 'completed_late' : 'completed' });
      if (effect.kind === 'failed') this.outcomes.inc({ purpose, outcome: effect.failure.reason });
      if (effect.kind === 'refunded' || (effect.kind === 'conflict' && effect.conflict.state === 'returned')) this.outcomes.inc({ purpose, outcome: 'refunded' });
    }
  }
}
