import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import { formatTags, locales } from '#words/locales.ts';
import { numberFormat } from '#words/numbers.ts';
import { formatMoney } from './money.tsx';

test.each(locales)('an amount and a number in a sentence are written with the same signs: %s', (locale) => {
  const t = createTranslator({ locale, messages: { n: '{n, number, ::.00}', whole: '{n, plural, other {#}}' } });
  for (const n of [1.5, 123.45, 1_234.5, 12_345.6, 1_234_567.8]) expect(formatMoney(locale, { amountCents: n * 100, currency: 'BRL' }).replace(/[^\d.,]/g, ''), `${n}`).toBe(t('n', { n }));
  for (const n of [999, 1_234, 9_999, 10_000, 60_000]) expect(numberFormat(formatTags[locale]).format(n), `${n}`).toBe(t('whole', { n }));
});

test('the sign of the currency stands before the amount in every language', () => {
  for (const locale of locales) expect(formatMoney(locale, { amountCents: 12_000, currency: 'BRL' })).toMatch(/^R\$/);
});
