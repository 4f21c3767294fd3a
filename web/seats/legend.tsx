'use client';

import { useLocale, useTranslations } from 'next-intl';
import { formatMoney } from '#ui/money.tsx';
import { css, ramp, type Tokens } from './engine/palette.ts';
import { pricesOf, type TicketType } from './rules/choice.ts';

/** What the shapes and the colours of the map mean. */
export function Legend({ types, categories, tokens }: { types: readonly TicketType[]; categories: readonly string[]; tokens: Tokens }) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const colours = ramp(tokens, categories.length).map(css);
  return (
    <div className="grid gap-2 text-fine">
      <ul aria-label={t('legend-prices')} className="flex flex-wrap gap-x-5 gap-y-1">
        {categories.map((category, at) => {
          const prices = pricesOf(types, category, 'seated');
          return (
            <li key={category} className="flex items-center gap-2">
              <svg viewBox="0 0 12 12" aria-hidden="true" className="size-3">
                <circle cx="6" cy="6" r="6" fill={colours[at]} />
              </svg>
              <span>
                {category} <span className="text-quiet tabular-nums">{prices ? formatMoney(locale, prices.to) : t('not-for-sale')}</span>
              </span>
            </li>
          );
        })}
      </ul>
      <ul aria-label={t('legend-shapes')} className="flex flex-wrap gap-x-5 gap-y-1 text-quiet">
        <Shape words={t('shape-free')}>
          <circle cx="8" cy="8" r="6" className="fill-none stroke-ink" strokeWidth="2" />
        </Shape>
        <Shape words={t('shape-taken')}>
          <circle cx="8" cy="8" r="4" className="fill-quiet" />
        </Shape>
        <Shape words={t('shape-mine')}>
          <circle cx="8" cy="8" r="7" className="fill-light" />
          <path d="M4.8 8.2 7.2 10.6 11.4 5.6" className="fill-none stroke-on-light" strokeWidth="2" />
        </Shape>
        <Shape words={t('shape-wheelchair')}>
          <rect x="2" y="2" width="12" height="12" rx="2.5" className="fill-none stroke-cool" strokeWidth="2" />
        </Shape>
      </ul>
    </div>
  );
}

function Shape({ words, children }: { words: string; children: React.ReactNode }) {
  return (
    <li className="flex items-center gap-2">
      <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4">
        {children}
      </svg>
      {words}
    </li>
  );
}
