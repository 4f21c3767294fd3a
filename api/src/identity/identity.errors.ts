import { DomainError } from '#platform';

/** The e-mail and the password do not belong together. Deliberately silent about which of the two is wrong. */
export class WrongCredentials extends DomainError {
  static readonly code = 'identity.wrong_credentials';
  static readonly status = 401;
  constructor() {
    super(WrongCredentials, {});
  }
}

/** The password that was given as the present one is not. */
export class WrongPassword extends DomainError {
  static readonly code = 'identity.wrong_password';
  static readonly status = 403;
  constructor() {
    super(WrongPassword, {});
  }
}

/** What cannot be undone asks for a session opened within the last `withinSeconds`, where an account has no password to ask for. */
export class SignInAgain extends DomainError<{ withinSeconds: number }> {
  static readonly code = 'identity.sign_in_again';
  static readonly status = 403;
  constructor(data: { withinSeconds: number }) {
    super(SignInAgain, data);
  }
}

/** Signing up with an address that has an account. */
export class EmailTaken extends DomainError {
  static readonly code = 'identity.email_taken';
  static readonly status = 409;
  constructor() {
    super(EmailTaken, {});
  }
}

/** The right person, but an administrator has suspended the account. */
export class AccountSuspended extends DomainError {
  static readonly code = 'identity.account_suspended';
  static readonly status = 403;
  constructor() {
    super(AccountSuspended, {});
  }
}

/** No account has this id. */
export class UserNotFound extends DomainError<{ userId: string }> {
  static readonly code = 'identity.user_not_found';
  static readonly status = 404;
  constructor(data: { userId: string }) {
    super(UserNotFound, data);
  }
}

/** Administrators cannot change their own role or suspend themselves. */
export class OwnAccount extends DomainError {
  static readonly code = 'identity.own_account';
  static readonly status = 409;
  constructor() {
    super(OwnAccount, {});
  }
}

/** The change would leave nobody who can administer. */
export class LastAdministrator extends DomainError {
  static readonly code = 'identity.last_administrator';
  static readonly status = 409;
  constructor() {
    super(LastAdministrator, {});
  }
}

/** The link in a mail was used before, is too old, or was never ours. */
export class VerificationRefused extends DomainError {
  static readonly code = 'identity.verification_refused';
  static readonly status = 410;
  constructor() {
    super(VerificationRefused, {});
  }
}

/** The address of this account is proven already. */
export class AlreadyVerified extends DomainError {
  static readonly code = 'identity.already_verified';
  static readonly status = 409;
  constructor() {
    super(AlreadyVerified, {});
  }
}

/** This box office has no third party to sign in with: OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are not set. */
export class ThirdPartyNotConfigured extends DomainError {
  static readonly code = 'identity.third_party_not_configured';
  static readonly status = 404;
  constructor() {
    super(ThirdPartyNotConfigured, {});
  }
}

/** The third party did not confirm who it is: the attempt was altered, too old, cancelled, or came from another browser. */
export class ThirdPartyRefused extends DomainError {
  static readonly code = 'identity.third_party_refused';
  static readonly status = 401;
  constructor() {
    super(ThirdPartyRefused, {});
  }
}

/** The third party cannot be reached, or does not answer as OpenID Connect asks. */
export class ThirdPartyUnavailable extends DomainError<{ retryAfterSeconds: number }> {
  static readonly code = 'identity.third_party_unavailable';
  static readonly status = 503;
  constructor() {
    super(ThirdPartyUnavailable, { retryAfterSeconds: 10 });
  }
}

/** An account exists for the address, and the third party has not proven that it belongs to who signs in. */
export class ThirdPartyEmailUnproven extends DomainError {
  static readonly code = 'identity.third_party_email_unproven';
  static readonly status = 409;
  constructor() {
    super(ThirdPartyEmailUnproven, {});
  }
}

/** So many accounts as one rehearsal may have were made, or fewer are left than were asked for. */
export class RehearsalFull extends DomainError<{ eventId: string }> {
  static readonly code = 'identity.rehearsal_full';
  static readonly status = 409;
  constructor(data: { eventId: string }) {
    super(RehearsalFull, data);
  }
}

/** The rehearsal is over; it gets no more accounts. */
export class RehearsalEnded extends DomainError<{ eventId: string }> {
  static readonly code = 'identity.rehearsal_ended';
  static readonly status = 409;
  constructor(data: { eventId: string }) {
    super(RehearsalEnded, data);
  }
}
