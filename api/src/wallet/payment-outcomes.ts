import { Injectable } from '@nestjs/common';
import { Draining, Outcomes } from '#platform';
import { isOpen, type Payment } from './payment.js';
import { PaymentRepository } from './payment.repository.js';
import { WalletDatabase } from './wallet-database.js';

/** Whether the payer has something to see: the end, or a PIX code to pay. */
export const isAnswer = (payment: Payment): boolean =>
  payment.state === 'presented' || !isOpen(payment.state);

/** Payments that callers wait for. */
@Injectable()
export class PaymentOutcomes extends Outcomes<Payment> {
  constructor(database: WalletDatabase, payments: PaymentRepository, draining: Draining) {
    super(async (ids) => {
      const found = await payments.find(database.reads, ids);
      return new Map([...found].filter(([, payment]) => isAnswer(payment)));
    }, draining.outOfPatience);
  }
}
