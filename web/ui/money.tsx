import { formatTags, type Locale } from '#words/locales.ts';
import { numberFormat } from '#words/numbers.ts';

export interface Amount {
  amountCents: number;
  currency: string;
}

/** An amount in words of a language: `R$ 120,00`. */
export function formatMoney(locale: Locale, { amountCents, currency }: Amount): string {
  return numberFormat(formatTags[locale], { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(amountCents / 100);
}

export function Money({ locale, of, className }: { locale: Locale; of: Amount; className?: string }) {
  return <span className={`tabular-nums whitespace-nowrap ${className ?? ''}`}>{formatMoney(locale, of)}</span>;
}
