import { DomainError } from '#platform';

/** There is no such mail in the mailbox, or it has no such attachment. */
export class MailNotFound extends DomainError {
  static readonly code = 'notifications.mail_not_found';
  static readonly status = 404;
  constructor() {
    super(MailNotFound, {});
  }
}
