import { DomainError } from '#platform';

/** The event is a real one; it was not made with `rehearsal: true`. */
export class NotARehearsal extends DomainError<{ eventId: string }> {
  static readonly code = 'rehearsal.not_a_rehearsal';
  static readonly status = 409;
  constructor(data: { eventId: string }) {
    super(NotARehearsal, data);
  }
}
