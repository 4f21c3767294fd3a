/** What is wrong with what was typed, by the word that says so. The box office has the last word; this says it before it is asked. */
export type Mistake = 'missing' | 'bad-email' | 'short-password' | 'long-password' | 'bad-name';

// As the API has them (api/src/identity/account.ts): length is the whole policy.
const PASSWORD_MIN = 10;
const PASSWORD_MAX = 128;
const NAME_MAX = 100;

export const mistakeIn = {
  email: (text: string): Mistake | undefined => (text.trim() === '' ? 'missing' : /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim()) ? undefined : 'bad-email'),
  /** Of an account that there is: whatever it was made with. */
  password: (text: string): Mistake | undefined => (text === '' ? 'missing' : undefined),
  newPassword(text: string): Mistake | undefined {
    const { length } = [...text.normalize('NFKC')];
    if (length === 0) return 'missing';
    return length < PASSWORD_MIN ? 'short-password' : length > PASSWORD_MAX ? 'long-password' : undefined;
  },
  name(text: string): Mistake | undefined {
    const name = text.trim();
    if (name === '') return 'missing';
    return [...name].length > NAME_MAX || name.includes('://') ? 'bad-name' : undefined;
  },
} as const;

/** The fields that the API refused (`platform.invalid_request` names them by path), so that each says it itself. */
export function refusedFields(code: string, data: Readonly<Record<string, unknown>>): string[] {
  if (code !== 'platform.invalid_request' || !Array.isArray(data['problems'])) return [];
  return data['problems'].flatMap((problem: unknown) => {
    const path = (problem as { path?: unknown } | null)?.path;
    return typeof path === 'string' ? [path.split('.').at(-1)!] : [];
  });
}

/** What money would be lost with the account, where the box office refused for its sake (`privacy.balance_left`). */
export function balancesLeft(data: Readonly<Record<string, unknown>>): { amountCents: number; currency: string }[] {
  if (!Array.isArray(data['balances'])) return [];
  return data['balances'].flatMap((balance: unknown) => {
    const { amountCents, currency } = Object(balance) as Record<string, unknown>;
    return typeof amountCents === 'number' && typeof currency === 'string' ? [{ amountCents, currency }] : [];
  });
}
