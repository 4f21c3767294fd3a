import { Injectable } from '@nestjs/common';
import { Batcher, Config, type DomainError, KeptRefusal, newId, type Principal, refusalOf, requestId } from '#platform';
import type { z } from 'zod';
import { type Claimed, CheckoutRepository } from './checkout.repository.js';
import { fingerprint } from './idempotency.js';
import type { Payment } from './payment.js';
import { isAnswer, PaymentOutcomes } from './payment-outcomes.js';
import { PaymentRepository } from './payment.repository.js';
import { requestStep, type Step } from './steps.js';
import type { RequestPayment } from './wallet.commands.js';
import { CurrencyNotAccepted, IdempotencyKeyReused, PayeeNotFound, PayeeRetired, PaymentNotFound } from './wallet.errors.js';
import type { servicePaymentSchema, topUpSchema } from './wallet.schemas.js';
import { payingTransaction, Wallet } from './wallet.js';
import { WalletDatabase } from './wallet-database.js';

// The same window as an order's, so that a buyer learns one number.
const WINDOW_MS = 300_000;
// A PIX payment is answered once its code exists; gateways make one within a second or two.
const PIX_CODE_WAIT_MS = 8_000;

/** A payment that its own user asks for, not an order. */
interface Asked {
  userId: string;
  key: string;
  fingerprint: Buffer;
  requestId: string | null;
  payment: Omit<RequestPayment, 'deadline'>;
}

/** The payment's id, or why there is none. */
type Answer = string | DomainError;

/** The way to pay without an order: top-ups and services. */
@Injectable()
export class Checkout {
  private readonly batcher: Batcher<Asked, Answer>;

  constructor(
    private readonly database: WalletDatabase,
    private readonly claims: CheckoutRepository,
    private readonly payments: PaymentRepository,
    private readonly wallet: Wallet,
    private readonly outcomes: PaymentOutcomes,
    private readonly config: Config,
  ) {
    this.batcher = new Batcher({ name: 'wallet.checkout', execute: (asked) => this.execute(asked) });
  }

  /** Puts money on the user's own balance. @throws IdempotencyKeyReused, CurrencyNotAccepted */
  topUp(user: Principal, key: string, body: z.infer<typeof topUpSchema>, waitMs: number): Promise<Payment> {
    const id = newId();
    const { amount, payment } = body;
    return this.pay(user, key, fingerprint('top-up', body), waitMs, {
      ...this.common(user, id, amount),
      purpose: { kind: 'top_up', id },
      payeeAccount: null,
      method: payment.method,
      ...('token' in payment && { token: payment.token }),
      fromWalletCents: 0,
      description: 'Top-up',
    });
  }

  /** Pays a payee. @throws PayeeNotFound, PayeeRetired, IdempotencyKeyReused, CurrencyNotAccepted */
  async payService(user: Principal, key: string, body: z.infer<typeof servicePaymentSchema>, waitMs: number): Promise<Payment> {
    const id = newId();
    const { amount, payment, payeeId } = body;
    const fromWallet = 'fromWallet' in payment ? payment.fromWallet : undefined;
    if (fromWallet && fromWallet.currency !== amount.currency) throw new CurrencyNotAccepted({ currency: amount.currency });
    return this.pay(user, key, fingerprint('service', body), waitMs, {
      ...this.common(user, id, amount),
      purpose: { kind: 'service', id },
      payeeAccount: payeeId,
      method: payment.method,
      ...('token' in payment && { token: payment.token }),
      fromWalletCents: fromWallet?.amountCents ?? 0,
      description: 'Service',
    });
  }

  /** One of the user's own payments, whatever it paid for. @throws PaymentNotFound */
  async find(userId: string, paymentId: string): Promise<Payment> {
    const payment = (await this.payments.find(this.database.reads, [paymentId])).get(paymentId);
    if (payment?.payerId !== userId) throw new PaymentNotFound();
    return payment;
  }

  /** What the payer's bank has taken of it for good. */
  async takenBackCents(payment: Payment): Promise<number> {
    return (await this.payments.takenBack(this.database.reads, [payment])).get(payment.id) ?? 0;
  }

  private common({ userId, name, email, language }: Principal, paymentId: string, amount: { amountCents: number; currency: string }) {
    return { paymentId, payerUserId: userId, ...amount, buyer: { name, email }, language };
  }

  private async pay(user: Principal, key: string, print: Buffer, waitMs: number, payment: Asked['payment']): Promise<Payment> {
    const { ledgerCurrency } = this.config;
    if (payment.currency !== ledgerCurrency) throw new CurrencyNotAccepted({ currency: ledgerCurrency });
    const asked = { userId: user.userId, key, fingerprint: print, requestId: requestId() ?? null, payment };
    const paymentId = await this.batcher.submit(asked);
    if (typeof paymentId !== 'string') throw paymentId;
    const present = await this.find(user.userId, paymentId);
    const patienceMs = present.method === 'pix' ? Math.max(waitMs, PIX_CODE_WAIT_MS) : waitMs;
    if (isAnswer(present) || patienceMs === 0) return present;
    return (await this.outcomes.wait(paymentId, patienceMs)) ?? this.find(user.userId, paymentId);
  }

  private execute(asked: Asked[]): Promise<Answer[]> {
    return payingTransaction(this.database, async (tx) => {
      const claims = asked.map(({ payment, ...claim }) => ({ ...claim, paymentId: payment.paymentId, payeeId: payment.payeeAccount }));
      const { claimed, now } = await this.claims.claim(tx, claims, refusalOf(new PayeeRetired()));
      const deadline = new Date(now.getTime() + WINDOW_MS).toISOString();
      await this.wallet.take(tx, asked.flatMap((item, index) => stepsOf(item, claimed[index] as Claimed, deadline)));
      return asked.map((item, index) => answer(item, claimed[index] as Claimed));
    });
  }
}

/** A first claim is paid; a repeat is only answered. */
function stepsOf({ payment, requestId: id }: Asked, claimed: Claimed, deadline: string): Step[] {
  if (claimed === 'unknown_payee' || 'refusal' in claimed || claimed.paymentId !== payment.paymentId) return [];
  return [requestStep({ ...payment, description: claimed.payeeName ?? payment.description, ...(claimed.payeeName !== null && { payeeName: claimed.payeeName }), deadline }, id)];
}

function answer(asked: Asked, claimed: Claimed): Answer {
  if (claimed === 'unknown_payee') return new PayeeNotFound();
  if (!claimed.fingerprint.equals(asked.fingerprint)) return new IdempotencyKeyReused();
  return 'refusal' in claimed ? new KeptRefusal(claimed.refusal) : claimed.paymentId;
}
