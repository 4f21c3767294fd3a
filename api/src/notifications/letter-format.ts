import type { Language } from '#platform';

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function remembered<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => Format): Format {
  let format = formats.get(key) as Format | undefined;
  if (!format) formats.set(key, (format = make()));
  return format;
}

/** An amount as the reader writes it: `R$ 125,00`. */
export function moneyText(amountCents: number, currency: string, language: Language): string {
  const format = remembered(`${language} ${currency}`, () => new Intl.NumberFormat(language, { style: 'currency', currency }));
  // A gateway may have taken a currency that has no cents.
  return format.format(amountCents / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** The day and hour of a show where it happens; null while it is not known. */
export function dateText(startsAt: string, timezone: string, language: Language): string | null {
  const at = new Date(startsAt);
  if (Number.isNaN(at.getTime())) return null;
  const make = () => new Intl.DateTimeFormat(language, { timeZone: timezone, dateStyle: 'full', timeStyle: 'short' });
  return remembered(`${language} ${timezone}`, make).format(at);
}

/** A day of the calendar, Greenwich's. */
export function dayText(at: string, language: Language): string {
  return remembered(`${language} day`, () => new Intl.DateTimeFormat(language, { timeZone: 'UTC', dateStyle: 'long' })).format(new Date(at));
}

/** The part of an id that a person can read out; on the ticket stands the same. */
export function shortId(id: string): string {
  const digits = id.replaceAll('-', '').slice(-8).toUpperCase();
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}

/** One line, whatever the text holds: subjects and list lines. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
