import { isIPv6 } from 'node:net';

/** How many failed attempts a budget allows before it refuses, and how long until it is whole again. */
export interface Budget {
  key: string;
  limit: number;
  seconds: number;
  /** What succeeds is drawn for good, too. */
  successesCount?: true;
}

// Whole towns share one address, and every good sign-in counts while it runs; the hashing worker lets 300 wait.
const ADDRESS_LIMIT = 1_000;
const ADDRESS_SECONDS = 5 * 60;
// More than anybody mistypes, far too few to guess a password of ten signs.
const PERSON_LIMIT = 10;
const PERSON_SECONDS = 15 * 60;
// NIST SP 800-63B, 3.2.2: no more than 100 consecutive failures on one account, here by all strangers together and per hour.
const STRANGERS_LIMIT = 100;
const STRANGERS_SECONDS = 3_600;
// A town that shares one address and hears of the sale on the day; the mails of a day's misuse stay below what marks a sender as bad.
const ACCOUNTS_LIMIT = 1_000;
const ACCOUNTS_SECONDS = 3_600;

/**
 * The budgets that one attempt to sign in draws on. There is no lock on an account: what somebody elsewhere tries uses up the
 * budget of that elsewhere, and in the worst case (a botnet) that of all strangers together. A device the account has been
 * signed in on before has a budget of its own, so the owner can always come in there.
 */
export function budgetsOf(attempt: { email: string; address: string; deviceId: string; knownDevice: boolean }): Budget[] {
  const network = networkOf(attempt.address);
  const address = { key: `address ${network}`, limit: ADDRESS_LIMIT, seconds: ADDRESS_SECONDS };
  if (attempt.knownDevice) {
    return [address, { key: `known device ${attempt.email} ${attempt.deviceId}`, limit: PERSON_LIMIT, seconds: PERSON_SECONDS }];
  }
  return [
    address,
    { key: `person ${attempt.email} ${network}`, limit: PERSON_LIMIT, seconds: PERSON_SECONDS },
    { key: `strangers ${attempt.email}`, limit: STRANGERS_LIMIT, seconds: STRANGERS_SECONDS },
  ];
}

/**
 * Who signs up with an address that is taken learns something; not too often from one place. Who signs up with one that is not has a mail
 * sent to it and gets a place in lines that ask for an account; not without end from one place.
 */
export function budgetsOfSignUp(address: string): Budget[] {
  const network = networkOf(address);
  return [
    { key: `address ${network}`, limit: ADDRESS_LIMIT, seconds: ADDRESS_SECONDS },
    { key: `accounts ${network}`, limit: ACCOUNTS_LIMIT, seconds: ACCOUNTS_SECONDS, successesCount: true },
  ];
}

/** What one subscriber has: an IPv4 address, or an IPv6 network of 64 bits, whose addresses are all theirs. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1] as string;
  const [head = '', tail = ''] = (address.split('%')[0] as string).split('::');
  const groups = head.split(':').filter(Boolean);
  const rest = tail.split(':').filter(Boolean);
  const all = address.includes('::') ? [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest] : groups;
  return `${all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
