import { DomainError } from '../errors.js';

/** No such dead letter. */
export class DeadLetterNotFound extends DomainError {
  static readonly code = 'platform.dead_letter_not_found';
  static readonly status = 404;
  constructor() {
    super(DeadLetterNotFound, {});
  }
}

/** It has had its effect, or is being delivered: there is nothing to close. */
export class DeadLetterSettled extends DomainError<{ state: string }> {
  static readonly code = 'platform.dead_letter_settled';
  static readonly status = 409;
  constructor(data: { state: string }) {
    super(DeadLetterSettled, data);
  }
}
