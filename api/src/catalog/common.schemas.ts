import { z } from 'zod';

// Control characters and halves of surrogate pairs: the one has no place in a name, the other cannot be stored.
const plain = (text: string): boolean => !/[\p{Cc}\p{Cs}]/u.test(text);
const plainLines = (text: string): boolean => !/\p{Cs}|(?![\r\n\t])\p{Cc}/u.test(text);

export const name = (max = 200) => z.string().trim().min(1).max(max).refine(plain, 'must not contain control characters');
export const line = (max: number) => z.string().trim().max(max).refine(plain, 'must not contain control characters');
export const prose = (max: number) => z.string().max(max).refine(plainLines, 'must not contain control characters');

// Outside of these years somebody mistyped, and PostgreSQL and JavaScript begin to differ.
const [yearMin, yearMax] = [2000, 2199];

export const instant = z.iso.datetime({ offset: true }).refine((text) => {
  const year = new Date(text).getUTCFullYear();
  return year >= yearMin && year <= yearMax;
}, `must lie between the years ${yearMin} and ${yearMax}`)
  // JavaScript reads offsets of up to 24 hours, PostgreSQL of up to 16: both read UTC.
  .transform((text) => new Date(text).toISOString());

export const instantAnswer = z.iso.datetime();

// A million reais; the DB holds the same bound in cents.
const amountCentsMax = 100_000_000;
export const price = z.strictObject({ amountCents: z.int().min(1).max(amountCentsMax), currency: z.literal('BRL') });
export const priceAnswer = z.strictObject({ amountCents: z.int(), currency: z.literal('BRL') });

export const money = (amountCents: number) => ({ amountCents, currency: 'BRL' as const });

/** The version one has seen; a change based on an older one is refused. */
export const version = z.int().min(1).max(1_000_000_000);

export const timezone = z.string().max(50).refine((zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}, 'must be an IANA time zone');

export const pageLimit = z.coerce.number().int().min(1).max(100).default(20);

export const byId = <Name extends string>(...names: Name[]) =>
  z.strictObject(Object.fromEntries(names.map((each) => [each, z.uuid()])) as Record<Name, z.ZodUUID>);

