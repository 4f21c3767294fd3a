import { z } from 'zod';
import { languages, roles } from '#platform';
import { normaliseEmail, normaliseName, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, passwordLengthFits } from './account.js';
import { sessionEnds } from './session.js';
import type { User } from './user.js';

const refused = (context: z.core.$RefinementCtx, message: string): never => {
  context.addIssue(message);
  return z.NEVER;
};
const email = z.string().max(320).transform((given, context) => normaliseEmail(given) ?? refused(context, 'is no e-mail address')).meta({ examples: ['ana@exemplo.com.br'] });
const name = z.string().max(400).transform((given, context) => normaliseName(given) ?? refused(context, 'is empty, longer than 100 signs, or cannot be printed')).meta({ examples: ['Ana Souza'] });
// Measured in signs; one sign is at most a handful of UTF-16 units.
const newPassword = z
  .string()
  .max(PASSWORD_LENGTH_MAX * 8)
  .refine(passwordLengthFits, `has ${PASSWORD_LENGTH_MIN} to ${PASSWORD_LENGTH_MAX} signs`);
const language = z.enum(languages);

export const signUpBody = z.strictObject({ name, email, password: newPassword, language: language.optional() });
// Any length up to the bound: whether it is the right one is all that counts here.
export const signInBody = z.strictObject({ email, password: z.string().min(1).max(PASSWORD_LENGTH_MAX * 8) });
export const transportQuery = z.strictObject({ transport: z.enum(['cookie', 'token']).default('cookie') });
// What is no page of this site is passed over, not refused; the bound is only that of any address.
export const externalQuery = z.strictObject({ return: z.string().max(2_000).optional() });
export const verifyEmailBody = z.strictObject({ token: z.string().max(100) });
export const passwordBody = z.strictObject({ currentPassword: z.string().min(1).max(PASSWORD_LENGTH_MAX * 8), newPassword });
export const resetRequestBody = z.strictObject({ email });
export const resetBody = z.strictObject({ token: z.string().max(100), password: newPassword });
export const profileBody = z
  .strictObject({ name: name.optional(), language: language.optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'changes nothing');

export const userId = z.strictObject({ userId: z.uuid() });
export const usersQuery = z.strictObject({
  search: z.string().trim().min(1).max(100).regex(/^\P{Cc}*$/u).optional(),
  role: z.enum(roles).optional(),
  suspended: z.enum(['true', 'false']).transform((text) => text === 'true').optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const administerBody = z
  .strictObject({ role: z.enum(roles).optional(), suspended: z.boolean().optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'changes nothing');

const instant = z.iso.datetime();
const user = z.strictObject({ id: z.uuid(), email: z.string(), name: z.string(), role: z.enum(roles), language, verifiedAt: instant.nullable(), createdAt: instant });
const account = user.extend({ suspendedAt: instant.nullable() });

/** `token` only where `?transport=token` asked for it. */
export const signedInAnswer = z.strictObject({ user, token: z.string().optional() });
const origin = { address: z.string().nullable(), userAgent: z.string().nullable() };
/** The one live session of whoever asks, and where it was opened from; signing out ends it. The one before it, so that a stranger's is noticed. */
export const sessionAnswer = z.strictObject({
  user,
  session: z.strictObject({ id: z.uuid(), deviceId: z.uuid(), createdAt: instant, expiresAt: instant, ...origin }),
  previous: z.strictObject({ ...origin, createdAt: instant, endedAt: instant, endedBecause: z.enum(sessionEnds).nullable().describe('Null: it expired.') }).nullable()
    .describe('The session that the same account had before, for as long as it is remembered: 90 days.'),
});
export const userAnswer = z.strictObject({ user });
export const accountAnswer = account;
export const accountsAnswer = z.strictObject({ items: z.array(account), nextCursor: z.string().optional() });

/** An account as its owner sees it. */
export function userView({ id, email, name, role, language, verifiedAt, createdAt }: User): Omit<User, 'suspendedAt'> {
  return { id, email, name, role, language, verifiedAt, createdAt };
}
