import { Module } from '@nestjs/common';
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

const mailer = {
  provide: Mailer,
  useFactory: (config: Config, mailbox: Mailbox): Mailer => {
    if (config.mail.smtpUrl !== undefined) return new SmtpMailer(config);
    // Config refuses to start without a mail server outside demo mode; this is the second lock on the same door.
    if (!config.demo) throw new Error('The local mailbox exists in demo mode only.');
    return mailbox;
  },
  inject: [Config, Mailbox],
};

/** Mail to the guests: over SMTP when it is configured, else, in demo mode, into a mailbox that can be read. */
@Module({
  imports: [TicketsModule],
  controllers: [MailboxController],
  providers: [Notifications, Postman, MailWriter, MailRepository, Mailbox, mailer],
})
export class NotificationsModule {}
