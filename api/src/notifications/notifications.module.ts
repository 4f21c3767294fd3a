import { type DynamicModule, Module } from '@nestjs/common';
import { Config } from '#platform';
import { TicketsModule } from '#tickets';
import { MailWriter } from './mail-writer.js';
import { MailRepository } from './mail.repository.js';
import { Mailbox } from './mailbox.js';
import { MailboxController } from './mailbox.controller.js';
import { Mailer } from './mailer.js';
import { Notifications } from './notifications.js';
import { Postman } from './postman.job.js';
import { SmtpMailer } from './smtp-mailer.js';

/** Mail to the guests: over SMTP when it is configured, else, in demo mode, into a mailbox that can be read. */
@Module({})
export class NotificationsModule {
  static with(config: Config): DynamicModule {
    const local = config.mail.smtpUrl === undefined;
    // Config refuses to start without a mail server outside demo mode; this is the second lock on the same door.
    if (local && !config.demo) throw new Error('The local mailbox exists in demo mode only.');
    return {
      module: NotificationsModule,
      imports: [TicketsModule],
      controllers: local ? [MailboxController] : [],
      providers: [Notifications, Postman, MailWriter, MailRepository, ...(local ? [Mailbox, { provide: Mailer, useExisting: Mailbox }] : [{ provide: Mailer, useClass: SmtpMailer }])],
    };
  }
}
