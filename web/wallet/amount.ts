/** The least and the most that is put on a balance at once: a coin that is worth its fee, and the API's own bound. */
export const TOP_UP_MIN_CENTS = 100;
export const TOP_UP_MAX_CENTS = 10_000_000;

/** What somebody typed as an amount, in cents: `50`, `50,5`, `1.234,56` and `1,234.56`; null where it is none. */
export function readAmount(text: string): number | null {
  const typed = text.replaceAll(/[\s\u00a0]|R\$/g, '');
  const parts = /^(\d{1,3}(?:[.,]\d{3})*|\d+)(?:[.,](\d{1,2}))?$/.exec(typed);
  if (!parts) return null;
  const whole = Number(parts[1]!.replaceAll(/[.,]/g, ''));
  const cents = Number((parts[2] ?? '').padEnd(2, '0'));
  const amount = whole * 100 + cents;
  return Number.isSafeInteger(amount) ? amount : null;
}
