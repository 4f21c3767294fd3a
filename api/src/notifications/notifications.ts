import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeletionConfirmed, PasswordResetRequested, VerificationRequested } from '#identity';
import { Consumers, Database, type Message } from '#platform';
import type { DueMail } from './mail.repository.js';
import { MailRepository } from './mail.repository.js';
import { OrderConfirmed, OrderRefunded, RefundDelayed, RefundRequested } from '#orders';
import { PaymentConflicted, ReceiptIssued } from '#wallet';

/** Hears what guests should learn of, and notes down one mail for each; sending is the postman's. */
@Injectable()
export class Notifications implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly database: Database,
    private readonly mails: MailRepository,
  ) {}

  onModuleInit(): void {
    this.consumers.events(
      'notifications',
      [OrderConfirmed, OrderRefunded, RefundRequested, RefundDelayed, VerificationRequested, PasswordResetRequested, ReceiptIssued, PaymentConflicted, DeletionConfirmed],
      (messages) => this.note(messages),
    );
  }

  /** The mail's own key makes repetition harmless, so no inbox is kept beside it. */
  private async note(messages: Message[]): Promise<void> {
    const mails = messages.flatMap((message) => dueMail(message) ?? []);
    if (mails.length > 0) await this.mails.add(this.database.reads, mails);
  }
}

function dueMail(message: Message): DueMail | undefined {
  const { id, requestId, payload } = message;
  if (OrderConfirmed.is(message)) return { kind: 'order_confirmed', subjectId: message.payload.orderId, address: message.payload.email, payload, requestId };
  // An order may be refunded in parts, each a message of its own.
  if (OrderRefunded.is(message)) return { kind: 'order_refunded', subjectId: id, address: message.payload.email, payload, requestId };
  if (RefundRequested.is(message)) return { kind: 'refund_requested', subjectId: message.payload.refundId, address: message.payload.email, payload, requestId };
  if (RefundDelayed.is(message)) return { kind: 'refund_delayed', subjectId: id, address: message.payload.email, payload, requestId };
  if (VerificationRequested.is(message)) return { kind: 'verification', subjectId: message.payload.verificationId, address: message.payload.email, payload, requestId };
  if (PasswordResetRequested.is(message)) return { kind: 'password_reset', subjectId: message.payload.verificationId, address: message.payload.email, payload, requestId };
  if (DeletionConfirmed.is(message)) return { kind: 'account_deleted', subjectId: message.payload.userId, address: message.payload.email, payload, requestId };
  // Nobody said where to send it: it can still be asked for.
  if (ReceiptIssued.is(message) && message.payload.payerEmail !== '') {
    return { kind: 'receipt', subjectId: message.payload.paymentId, address: message.payload.payerEmail, payload, requestId };
  }
  // What the payer's own bank has taken back needs no word of ours.
  if (PaymentConflicted.is(message) && message.payload.state !== 'taken_back' && message.payload.payerEmail !== '') {
    const kind = message.payload.state === 'arisen' ? 'payment_conflicted' : 'conflict_settled';
    return { kind, subjectId: message.payload.paymentId, address: message.payload.payerEmail, payload, requestId };
  }
  return undefined;
}
