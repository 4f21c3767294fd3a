import type { Random } from './random.ts';

/** Tokens live for a week at most and a page makes one per try; a long rehearsal's worth of them is some MB. */
const TOKENS_MAX = 20_000;

/** What the provider gave out for cards that were typed into its fields: of a card it remembers only which test card it behaves as. */
export class IssuedCards {
  private readonly behaviours = new Map<string, string>();
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  issue(behaviour: string, { prefix = '', length, alphabet }: { prefix?: string; length: number; alphabet: string }): string {
    const token = prefix + this.random.text(length, alphabet);
    const [oldest] = this.behaviours.keys();
    if (this.behaviours.size >= TOKENS_MAX && oldest !== undefined) this.behaviours.delete(oldest);
    this.behaviours.set(token, behaviour);
    return token;
  }

  /** The test card behind a token; what was not given out here is its own. */
  behaviourOf(token: string): string {
    return this.behaviours.get(token) ?? token;
  }
}

/** Luhn's check (ISO/IEC 7812-1) of what is long enough to be a card's number. */
export function isCardNumber(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return /^\d{13,19}$/.test(digits) && sum % 10 === 0;
}

/** The brand as Mercado Pago calls it, by the first digits. */
export const brandOf = (digits: string): string | undefined => (digits.startsWith('4') ? 'visa' : /^5[1-5]|^2[2-7]/.test(digits) ? 'master' : /^3[47]/.test(digits) ? 'amex' : undefined);

/** Whether the month has not ended yet; two digits of a year are of this century. */
export function isToCome(month: number, year: number, now: number): boolean {
  const full = year < 100 ? 2000 + year : year;
  return month >= 1 && month <= 12 && Date.UTC(full, month, 1) > now;
}
