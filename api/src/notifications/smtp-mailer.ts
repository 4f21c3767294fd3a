import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Config } from '#platform';
import type { Mail } from './mail.js';
import { Mailer, MailRefused } from './mailer.js';

// A mail server that does not answer in this time is down; the mail waits for its next try.
const PATIENCE_MS = 20_000;
// Mail servers let one sender have a handful at a time.
const CONNECTIONS_MAX = 4;

/** Mail over SMTP (`SMTP_URL`), a few connections kept open. */
@Injectable()
export class SmtpMailer extends Mailer implements OnApplicationShutdown {
  private readonly transport: Transporter;

  constructor(private readonly config: Config) {
    super();
    this.transport = createTransport({
      url: config.mail.smtpUrl,
      pool: true,
      maxConnections: CONNECTIONS_MAX,
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
      // Nothing in a mail may name a file or a page of ours to be fetched.
      disableFileAccess: true,
      disableUrlAccess: true,
    } as Parameters<typeof createTransport>[0]);
  }

  override async send(mail: Mail): Promise<void> {
    try {
      await this.transport.sendMail({
        from: this.config.mail.from,
        to: mail.to,
        subject: mail.subject,
        messageId: mail.messageId,
        text: mail.text,
        html: mail.html,
        // Answering machines should not answer, as RFC 3834 asks.
        headers: { 'Auto-Submitted': 'auto-generated' },
        attachments: mail.attachments.map(({ fileName: filename, contentType, content }) => ({ filename, contentType, content })),
      });
    } catch (error) {
      if (isFinal(error)) throw new MailRefused((error as Error).message, { cause: error });
      throw error;
    }
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}

/** RFC 5321: 5xx is a permanent answer. Those about signing in or the sender are our mistake, to be mended, not the mail's. */
function isFinal(error: unknown): boolean {
  const { responseCode, command, code } = error as { responseCode?: number; command?: string; code?: string };
  if (code === 'EENVELOPE' && responseCode === undefined) return true;
  return responseCode !== undefined && responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
}
