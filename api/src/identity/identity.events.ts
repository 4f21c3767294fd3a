import { z } from 'zod';
import { defineEvent, languages } from '#platform';

/** An account exists since now. Ids only: events outlive an account's personal data. */
export const UserSignedUp = defineEvent({
  name: 'identity.user_signed_up',
  version: 1,
  schema: z.object({ userId: z.uuid(), by: z.enum(['password', 'third_party']) }),
  key: ({ userId }) => userId,
});

/** Somebody signed in on a device; from now on its places in lines are theirs. `address` is for the audit log. */
export const SignedIn = defineEvent({
  name: 'identity.signed_in',
  version: 1,
  schema: z.object({ userId: z.uuid(), deviceId: z.uuid(), sessionId: z.uuid(), address: z.string().nullable() }),
  key: ({ userId }) => userId,
});

/** An administrator suspended an account; its sessions have ended. */
export const UserSuspended = defineEvent({
  name: 'identity.user_suspended',
  version: 1,
  schema: z.object({ userId: z.uuid() }),
  key: ({ userId }) => userId,
});

/**
 * An account was deleted at its owner's wish: whoever keeps something about the person forgets it. Told again a day later and after forty
 * days, for what was still on its way.
 */
export const AccountDeleted = defineEvent({
  name: 'identity.account_deleted',
  version: 1,
  schema: z.object({ userId: z.uuid() }),
  key: ({ userId }) => userId,
});

/**
 * An account was deleted, and its owner is told so where they could be reached until then. `evidenceUntil`: how long what their card or Pix
 * payments were for is kept for disputes; null where nothing is.
 */
export const DeletionConfirmed = defineEvent({
  name: 'identity.deletion_confirmed',
  version: 1,
  schema: z.object({ userId: z.uuid(), email: z.string(), name: z.string(), language: z.enum(languages), evidenceUntil: z.iso.datetime().nullable() }),
  key: ({ userId }) => userId,
});

const mailedLink = z.object({
  verificationId: z.uuid(),
  userId: z.uuid(),
  email: z.string(),
  name: z.string(),
  language: z.enum(languages),
  link: z.string(),
  expiresAt: z.iso.datetime(),
});

/** A mail is due that proves an address: `link` is to be opened by its owner, before `expiresAt`. */
export const VerificationRequested = defineEvent({ name: 'identity.verification_requested', version: 1, schema: mailedLink, key: ({ userId }) => userId });

/** A mail is due to somebody who forgot their password: `link` lets its owner set a new one, before `expiresAt`. */
export const PasswordResetRequested = defineEvent({ name: 'identity.password_reset_requested', version: 1, schema: mailedLink, key: ({ userId }) => userId });
