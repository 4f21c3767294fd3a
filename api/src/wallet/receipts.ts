import { Injectable } from '@nestjs/common';
import { Outbox, type Principal, type Tx } from '#platform';
import { OwnAccounts } from './own-accounts.js';
import type { Payment } from './payment.js';
import { PaymentRepository } from './payment.repository.js';
import { type Receipt, receiptOf } from './receipt.js';
import { type Numbered, ReceiptRepository, type Unnumbered } from './receipt.repository.js';
import { AccountNotFound, NoReceipt, PaymentNotFound } from './wallet.errors.js';
import { ReceiptIssued } from './wallet.events.js';
import { WalletDatabase } from './wallet-database.js';

// A batch holds its series as long as one commit takes; two thousand payments a second are a handful of batches.
const BATCH_MAX = 500;

/**
 * Numbers receipts and tells of them. The number of a payee's year has no gaps, so whoever takes one makes the next wait for its commit:
 * too much to ask of the transaction that completes a payment, whose organiser may sell hundreds a second. It is given right after, by one
 * job in the order of completion; who asks for a receipt earlier takes the next number at once.
 */
@Injectable()
export class Receipts {
  constructor(
    private readonly database: WalletDatabase,
    private readonly repository: ReceiptRepository,
    private readonly payments: PaymentRepository,
    private readonly outbox: Outbox,
    private readonly owners: OwnAccounts,
  ) {}

  /** Numbers what was completed; how many that were. */
  async issue(): Promise<number> {
    return this.database.transaction((tx) => this.number(tx, { limit: BATCH_MAX }));
  }

  /** For the payer, the payee's organiser and administrators. @throws PaymentNotFound, NoReceipt while it is not completed */
  async of(user: Principal, paymentId: string): Promise<Receipt> {
    const payment = await this.payment(this.database.reads, paymentId);
    await this.admit(user, payment);
    const { completedAt, amountCents, sandbox } = payment;
    if (completedAt === null || amountCents === 0 || sandbox) throw new NoReceipt({ state: payment.state });
    const numbered = (await this.repository.find(this.database.reads, paymentId)) ?? (await this.database.transaction((tx) => this.numberOne(tx, paymentId)));
    return receiptOf(payment, completedAt, numbered, (await this.payments.takenBack(this.database.reads, [payment])).get(paymentId));
  }

  private async numberOne(tx: Tx, paymentId: string): Promise<Numbered> {
    await this.number(tx, { limit: 1, paymentId });
    return (await this.repository.find(tx, paymentId)) as Numbered;
  }

  private async number(tx: Tx, which: { limit: number; paymentId?: string }): Promise<number> {
    const unnumbered = await this.repository.unnumbered(tx, which);
    if (unnumbered.length === 0) return 0;
    const numbered: Numbered[] = [];
    // In one order, so that two who number at once wait for each other instead of deadlocking.
    const series = [...Map.groupBy(unnumbered, seriesOf)].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, payments] of series) {
      const { payeeId, year } = payments[0] as Unnumbered;
      const last = await this.repository.take(tx, payeeId, year, payments.length);
      numbered.push(...payments.map(({ paymentId }, index) => ({ paymentId, year, number: last - payments.length + 1 + index })));
    }
    await this.repository.write(tx, numbered);
    const payments = await this.payments.find(tx, numbered.map(({ paymentId }) => paymentId));
    const takenBack = await this.payments.takenBack(tx, [...payments.values()]);
    await this.outbox.append(tx, numbered.map((each) => {
      const payment = payments.get(each.paymentId) as Payment;
      return ReceiptIssued.message({ ...receiptOf(payment, payment.completedAt as number, each, takenBack.get(payment.id)), userId: payment.payerId });
    }));
    return numbered.length;
  }

  private async payment(tx: Tx, id: string): Promise<Payment> {
    const payment = (await this.payments.find(tx, [id])).get(id);
    if (!payment) throw new PaymentNotFound();
    return payment;
  }

  private async admit(user: Principal, { payerId, payeeId }: Payment): Promise<void> {
    if (payerId === user.userId) return;
    await this.owners.admit(user, payeeId ?? '').catch((error: unknown) => {
      throw error instanceof AccountNotFound ? new PaymentNotFound() : error;
    });
  }
}

const seriesOf = ({ payeeId, year }: Unnumbered): string => `${payeeId ?? ''} ${year}`;
