import { createHash, randomBytes } from 'node:crypto';

/**
 * The life of a session: it is live until it expires or ends, and it ends because its person signed out, signed in elsewhere,
 * somebody else signed in on its device, the account was suspended, or its password changed. Nothing brings an ended session back.
 */
export const sessionEnds = ['signed_out', 'signed_in_elsewhere', 'device_taken_over', 'suspended', 'password_changed'] as const;
export type SessionEnd = (typeof sessionEnds)[number];

/** Long enough to sign in the day the sale is announced and still be signed in when it opens. */
export const SESSION_SECONDS = 30 * 24 * 3_600;

// 256 bits: cannot be guessed, so the token needs no slow hash.
const TOKEN_BYTES = 32;
const tokenForm = /^[A-Za-z0-9_-]{43}$/;

/** A new secret, and what of it is stored: who reads the table cannot sign in with what stands there. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return { token, hash: hashOf(token) };
}

/** Whether it can be one of ours at all; spares the database what is mere noise. */
export function looksLikeToken(token: string): boolean {
  return tokenForm.test(token);
}

export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Why a live session ends when `userId` signs in on `deviceId`; null when it has nothing to do with that. */
export function endedBySignIn(live: { userId: string; deviceId: string }, signIn: { userId: string; deviceId: string }): SessionEnd | null {
  if (live.userId === signIn.userId) return 'signed_in_elsewhere';
  return live.deviceId === signIn.deviceId ? 'device_taken_over' : null;
}
