import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { DeletionConfirmed, PasswordResetRequested, VerificationRequested } from '#identity';
import { Config, Database } from '#platform';
import { TicketDocuments } from '#tickets';
import { confirmedLetter, conflictLetter, deletedLetter, linkLetter, receiptLetter, refundDelayedLetter, refundedLetter, refundRequestedLetter } from './letters.js';
import type { Attachment, Letter, Mail } from './mail.js';
import { type DueMail, MailRepository } from './mail.repository.js';
import type { OrderConfirmed, OrderRefunded, RefundDelayed, RefundRequested } from '#orders';
import { type PaymentConflicted, type ReceiptIssued, receiptNumber, receiptPdf } from '#wallet';

type Payload<Type extends { schema: z.ZodType }> = z.infer<Type['schema']>;

/** Turns what is due into a mail: the letter, and the tickets or the receipt as they would be printed. */
@Injectable()
export class MailWriter {
  private readonly domain: string;

  constructor(
    private readonly config: Config,
    private readonly documents: TicketDocuments,
    private readonly database: Database,
    private readonly mails: MailRepository,
  ) {
    this.domain = /@([^\s>]+)/.exec(config.mail.from)?.[1] ?? 'localhost';
  }

  async write(due: DueMail): Promise<Mail> {
    const { name = '', payerName = name } = due.payload as { name?: string; payerName?: string };
    const attachments = await this.attachmentsOf(due);
    return { messageId: this.messageIdOf(due), to: { name: payerName, address: due.address }, ...this.letterOf(due, attachments.length > 0), attachments };
  }

  /** Follows from the subject alone, so that a repetition is recognised as one. */
  messageIdOf({ kind, subjectId }: Pick<DueMail, 'kind' | 'subjectId'>): string {
    return `<${kind.replaceAll('_', '-')}.${subjectId}@${this.domain}>`;
  }

  private async attachmentsOf({ kind, payload }: DueMail): Promise<Attachment[]> {
    if (kind === 'receipt') return [await fileOf(payload as ReceiptIssued)];
    if (kind === 'order_refunded') return this.receiptOfRefund(payload as Payload<typeof OrderRefunded>);
    if (kind !== 'order_confirmed') return [];
    const { tickets, language } = payload as Payload<typeof OrderConfirmed>;
    const files = await this.documents.pdfs(tickets.map(({ ticketId }) => ticketId), language);
    // A mail without its tickets would be worse than a late one.
    if (files.length < tickets.length) throw new Error(`${tickets.length - files.length} of the order's tickets are not there`);
    return files.map(({ fileName, pdf }) => ({ fileName, contentType: 'application/pdf', content: pdf }));
  }

  /** The payment's receipt as it reads now; without it where the first one is still to come, which will say the same. */
  private async receiptOfRefund({ paymentId, refundedSoFarCents, takenBackSoFarCents }: Payload<typeof OrderRefunded>): Promise<Attachment[]> {
    if (paymentId === undefined) return [];
    const receipt = (await this.mails.receiptOf(this.database.reads, paymentId)) as ReceiptIssued | null;
    return receipt === null ? [] : [await fileOf({ ...receipt, refundedCents: refundedSoFarCents, takenBackCents: takenBackSoFarCents })];
  }

  private letterOf({ kind, payload }: DueMail, hasFiles: boolean): Letter {
    switch (kind) {
      case 'order_confirmed':
        return confirmedLetter({ ...(payload as Payload<typeof OrderConfirmed>), receiptLink: this.receiptLinkOf(payload as Payload<typeof OrderConfirmed>) });
      case 'order_refunded':
        return refundedLetter({ ...(payload as Payload<typeof OrderRefunded>), hasReceipt: hasFiles });
      case 'refund_requested':
        return refundRequestedLetter(payload as Payload<typeof RefundRequested>);
      case 'refund_delayed':
        return refundDelayedLetter(payload as Payload<typeof RefundDelayed>);
      case 'receipt':
        return receiptLetter(payload as ReceiptIssued);
      case 'account_deleted':
        return deletedLetter(payload as Payload<typeof DeletionConfirmed>);
      case 'payment_conflicted':
      case 'conflict_settled':
        return conflictLetter(payload as PaymentConflicted);
      case 'verification':
        return linkLetter('verification', payload as Payload<typeof VerificationRequested>);
      case 'password_reset':
        return linkLetter('passwordReset', payload as Payload<typeof PasswordResetRequested>);
    }
  }

  /** What cost nothing has none. */
  private receiptLinkOf({ paymentId, totalCents }: Payload<typeof OrderConfirmed>): string | undefined {
    return paymentId !== undefined && totalCents > 0 ? `${this.config.publicUrl}/api/v1/payments/${paymentId}/receipt` : undefined;
  }
}

async function fileOf(receipt: ReceiptIssued): Promise<Attachment> {
  return { fileName: `${receiptNumber(receipt).replace('/', '-')}.pdf`, contentType: 'application/pdf', content: await receiptPdf(receipt) };
}
