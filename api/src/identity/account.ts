import { domainToASCII } from 'node:url';
import { FORGOTTEN_ADDRESS } from '#platform';

// RFC 5321, 4.5.3.1: 64 octets before the @, 254 for the whole address (the path's 256 less its brackets).
const LOCAL_BYTES_MAX = 64;
const EMAIL_BYTES_MAX = 254;
// A passport's machine-readable name has 39 characters; more than twice that for whoever writes all of theirs out.
const NAME_LENGTH_MAX = 100;
/** Short passwords fall to guessing, whatever signs they are made of. */
export const PASSWORD_LENGTH_MIN = 10;
/** Long enough for any passphrase; a bound, so that nobody makes us hash a book. */
export const PASSWORD_LENGTH_MAX = 128;

// What the servers of this world deliver to: no quoted local parts, no address literals.
const local = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domain = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:xn--[a-z0-9-]+|[a-z]{2,63})$/;

/** Where rehearsals' accounts have their addresses. RFC 2606 reserves `.invalid`: no mail server anywhere has one of them. */
export const REHEARSAL_DOMAIN = 'rehearsal.invalid';

/** Whether mail to this address goes to nobody. No person has one: {@link normaliseEmail} refuses them, so nobody signs up or in with one. */
export const isRehearsalAddress = (email: string): boolean => email.endsWith(`@${REHEARSAL_DOMAIN}`);

/** The one way an address is stored and compared: lower case, composed, an ASCII domain. Null when it is no address. */
export function normaliseEmail(given: string): string | null {
  const text = given.trim().normalize('NFC').toLowerCase();
  const at = text.lastIndexOf('@');
  const name = text.slice(0, Math.max(at, 0));
  const host = domainToASCII(text.slice(at + 1));
  const email = `${name}@${host}`;
  if (Buffer.byteLength(name) > LOCAL_BYTES_MAX || Buffer.byteLength(email) > EMAIL_BYTES_MAX || isRehearsalAddress(email) || email === FORGOTTEN_ADDRESS) return null;
  return local.test(name) && domain.test(host) ? email : null;
}

// Control characters break mail headers and logs; bidirectional overrides make one name look like another.
const unprintable = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

/**
 * A person's name as stored and printed: composed, single spaces. Null when it is empty, too long or unprintable, or carries a
 * link: names stand in mails that anybody can have sent to anybody by signing up.
 */
export function normaliseName(given: string): string | null {
  const name = given.normalize('NFC').replaceAll(/[\t \u00a0]+/g, ' ').trim();
  if (name === '' || [...name].length > NAME_LENGTH_MAX) return null;
  return unprintable.test(name) || name.includes('://') ? null : name;
}

/** The password as it is hashed: one form for what different keyboards send for the same signs (RFC 8265). */
export function normalisePassword(given: string): string {
  return given.normalize('NFKC');
}

/** Length is the whole policy: rules about signs make passwords worse, not better (NIST SP 800-63B, 3.1.1.2). */
export function passwordLengthFits(given: string): boolean {
  const { length } = [...normalisePassword(given)];
  return length >= PASSWORD_LENGTH_MIN && length <= PASSWORD_LENGTH_MAX;
}
