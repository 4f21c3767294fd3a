import { DomainError } from '#platform';

/** There is no such ticket, or it is somebody else's, which is nobody's business. */
export class TicketNotFound extends DomainError {
  static readonly code = 'tickets.ticket_not_found';
  static readonly status = 404;
  constructor() {
    super(TicketNotFound, {});
  }
}
