import { DomainError } from '#platform';

/** The event has no line, or there is no such event. */
export class LineNotFound extends DomainError {
  static readonly code = 'line.not_found';
  static readonly status = 404;
  constructor() {
    super(LineNotFound, {});
  }
}

/** Nobody may enter yet. */
export class LineNotOpen extends DomainError<{ opensAt: string }> {
  static readonly code = 'line.not_open';
  static readonly status = 409;
  constructor(data: { opensAt: string }) {
    super(LineNotOpen, data);
  }
}

/** The sale is over. */
export class LineClosed extends DomainError {
  static readonly code = 'line.closed';
  static readonly status = 410;
  constructor() {
    super(LineClosed, {});
  }
}

/** The event takes in only accounts whose e-mail address was confirmed. */
export class VerifiedAccountRequired extends DomainError {
  static readonly code = 'line.verified_account_required';
  static readonly status = 403;
  constructor() {
    super(VerifiedAccountRequired, {});
  }
}

/** The event asks for a solved challenge, and the join brought none, a wrong one, an old one or another device's. */
export class ChallengeUnsolved extends DomainError {
  static readonly code = 'line.challenge_unsolved';
  static readonly status = 422;
  constructor() {
    super(ChallengeUnsolved, {});
  }
}

/** The line token is another user's or another device's. */
export class PlaceNotYours extends DomainError {
  static readonly code = 'line.not_yours';
  static readonly status = 403;
  constructor() {
    super(PlaceNotYours, {});
  }
}

/**
 * There is no such place, or none of this device's: the box office has lost it (a backup was restored that is older), or the browser has lost its device's cookie. Its
 * person may enter again.
 */
export class PlaceUnknown extends DomainError {
  static readonly code = 'line.place_unknown';
  static readonly status = 404;
  constructor() {
    super(PlaceUnknown, {});
  }
}

/** The turn has not come, or lapsed once and will come again. */
export class NotYet extends DomainError<{ retryAfterMs: number }> {
  static readonly code = 'line.not_yet';
  static readonly status = 425;
  constructor(data: { retryAfterMs: number }) {
    super(NotYet, data);
  }
}

/** Every ticket is sold; should one come back, the line goes on. */
export class LineSoldOut extends DomainError {
  static readonly code = 'line.sold_out';
  static readonly status = 410;
  constructor() {
    super(LineSoldOut, {});
  }
}

/** Two calls, or the window of the admission, went by. */
export class TurnMissed extends DomainError {
  static readonly code = 'line.turn_missed';
  static readonly status = 410;
  constructor() {
    super(TurnMissed, {});
  }
}

/** The place was given up. */
export class PlaceLeft extends DomainError {
  static readonly code = 'line.left';
  static readonly status = 410;
  constructor() {
    super(PlaceLeft, {});
  }
}

/** The list of entries is published once nobody can be drawn any more. */
export class EntriesNotClosed extends DomainError {
  static readonly code = 'line.entries_not_closed';
  static readonly status = 409;
  constructor() {
    super(EntriesNotClosed, {});
  }
}

/** The public value of a draw is taken once, after the opening and before the draw, where one was named in advance. */
export class PublicValueRefused extends DomainError {
  static readonly code = 'line.public_value_refused';
  static readonly status = 409;
  constructor() {
    super(PublicValueRefused, {});
  }
}

/** The admission's window is over, or it was used up by a confirmed order. */
export class AdmissionExpired extends DomainError {
  static readonly code = 'line.admission_expired';
  static readonly status = 410;
  constructor() {
    super(AdmissionExpired, {});
  }
}

/** The admission is another user's, or for another event; or this user already has one for this event. */
export class AdmissionNotYours extends DomainError {
  static readonly code = 'line.admission_not_yours';
  static readonly status = 403;
  constructor() {
    super(AdmissionNotYours, {});
  }
}
