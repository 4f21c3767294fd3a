/** A file that travels with a mail. */
export interface Attachment {
  fileName: string;
  contentType: string;
  content: Buffer;
}

/** A mail ready to be handed to a mail server. */
export interface Mail {
  /** The same for every try, so that a mail server or a reader's program can tell a repetition. */
  messageId: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  attachments: Attachment[];
}

/** What is written to somebody, without the envelope. */
export interface Letter {
  subject: string;
  text: string;
  html: string;
}

export const mailKinds = ['order_confirmed', 'order_refunded', 'refund_requested', 'refund_delayed', 'verification', 'password_reset', 'receipt', 'payment_conflicted', 'conflict_settled', 'account_deleted'] as const;
export type MailKind = (typeof mailKinds)[number];
