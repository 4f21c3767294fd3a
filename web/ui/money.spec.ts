import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import { locales } from '#words/locales.ts';
import { formatMoney } from './money.tsx';

test.each(locales)('an amount and a number in a sentence are written with the same signs: %s', (locale) => {
  const t = createTranslator({ locale, messages: { n: '{n, number, ::.00}' } });
  const inSentence = t('n', { n: 12_345.6 });
  expect(formatMoney(locale, { amountCents: 1_234_560, currency: 'BRL' }).replace(/[^\d.,]/g, '')).toBe(inSentence);
});

test('the sign of the currency stands before the amount in every language', () => {
  for (const locale of locales) expect(formatMoney(locale, { amountCents: 12_000, currency: 'BRL' })).toMatch(/^R\$/);
});
