import { DomainError } from '#platform';

/** The ticket was refunded: there is nothing to print or to show any more. */
export class TicketRefunded extends DomainError {
  static readonly code = 'tickets.ticket_refunded';
  static readonly status = 410;
  constructor() {
    super(TicketRefunded, {});
  }
}

/** A bank took the ticket's money back: there is nothing to print or to show any more. */
export class TicketRevoked extends DomainError {
  static readonly code = 'tickets.ticket_revoked';
  static readonly status = 410;
  constructor() {
    super(TicketRevoked, {});
  }
}

/** There is no such ticket, or it is somebody else's, which is nobody's business. */
export class TicketNotFound extends DomainError {
  static readonly code = 'tickets.ticket_not_found';
  static readonly status = 404;
  constructor() {
    super(TicketNotFound, {});
  }
}
