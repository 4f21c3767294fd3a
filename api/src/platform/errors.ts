/** What every class of expected failure declares once. */
export interface ErrorKind {
  readonly code: string;
  readonly status: number;
}

/**
 * An expected failure: a stable `code` (`module.reason`), the HTTP status it maps to, and the data a client
 * needs to act on it. Its words stand in the module's `translations.json`, never in the code.
 */
export abstract class DomainError<Data extends object = object> extends Error {
  readonly code: string;
  readonly status: number;

  constructor(
    kind: ErrorKind,
    readonly data: Data,
    options?: ErrorOptions,
  ) {
    super(`${kind.code} ${JSON.stringify(data)}`, options);
    this.code = kind.code;
    this.status = kind.status;
  }
}

/** More work is waiting than may wait: refused early and cheaply, to be tried again after `retryAfterSeconds`. */
export class Overloaded extends DomainError<{ retryAfterSeconds: number }> {
  static readonly code = 'platform.overloaded';
  static readonly status = 503;
  constructor(data = { retryAfterSeconds: 2 }) {
    super(Overloaded, data);
  }
}

/** The request does not have the documented form; `problems` names each place and what is wrong there. */
export class InvalidRequest extends DomainError<{ problems: { path: string; message: string }[] }> {
  static readonly code = 'platform.invalid_request';
  static readonly status = 400;
  constructor(data: { problems: { path: string; message: string }[] }) {
    super(InvalidRequest, data);
  }
}

/** Nobody is signed in, or the session has ended. */
export class NotSignedIn extends DomainError {
  static readonly code = 'platform.not_signed_in';
  static readonly status = 401;
  constructor() {
    super(NotSignedIn, {});
  }
}

/** Somebody is signed in whose role may not do this. */
export class NotAllowed extends DomainError {
  static readonly code = 'platform.not_allowed';
  static readonly status = 403;
  constructor() {
    super(NotAllowed, {});
  }
}

/** A token that is altered, expired, for another purpose, or signed with an unknown key. */
export class TokenRefused extends DomainError<{ purpose: string }> {
  static readonly code = 'platform.token_refused';
  static readonly status = 401;
  constructor(data: { purpose: string }) {
    super(TokenRefused, data);
  }
}

/** Too many requests from one place in a short time. */
export class TooManyRequests extends DomainError<{ retryAfterSeconds: number }> {
  static readonly code = 'platform.too_many_requests';
  static readonly status = 429;
  constructor(data: { retryAfterSeconds: number }) {
    super(TooManyRequests, data);
  }
}

/** What is kept of a refusal under an Idempotency-Key. */
export interface Refusal extends ErrorKind {
  readonly data: object;
}

/**
 * Whether a refusal is kept under its Idempotency-Key and told again: one that was decided about something that is there, and not about how
 * busy we are. Where nothing was found nothing began, and who makes names up must not fill a table.
 */
export function isKept({ status }: DomainError): boolean {
  return status >= 400 && status < 500 && ![401, 404, 408, 425, 429].includes(status);
}

/** What is kept of a failure. */
export const refusalOf = ({ code, status, data }: DomainError): Refusal => ({ code, status, data });

/** A refusal that was kept, told again in its own words. */
export class KeptRefusal extends DomainError {
  constructor({ data, ...kind }: Refusal) {
    super(kind, data);
  }
}
