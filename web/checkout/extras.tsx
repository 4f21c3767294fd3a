'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Money } from '#ui/money.tsx';
import { Stepper } from '#ui/stepper.tsx';
import { mostOf } from './choice.ts';
import type { Suggestion } from './order.ts';

interface ExtrasProps {
  suggestions: Suggestion[];
  quantities: Readonly<Record<string, number>>;
  onChange(quantities: Record<string, number>): void;
}

// How few must be left before it is worth a word: a fact that helps, not a hurry.
const FEW = 10;

/** What goes with the tickets. Nothing is ticked beforehand. */
export function Extras({ suggestions, quantities, onChange }: ExtrasProps) {
  const t = useTranslations('checkout.extras');
  const locale = useLocale();
  if (suggestions.length === 0) return null;
  return (
    <section aria-labelledby="extras" className="grid gap-3">
      <div>
        <h2 id="extras" className="text-title font-bold">
          {t('title')}
        </h2>
        <p className="text-quiet">{t('lead')}</p>
      </div>
      <ul className="grid divide-y divide-line">
        {suggestions.map((product) => (
          <li key={product.id} className="flex items-center justify-between gap-4 py-3">
            <div className="min-w-0">
              <p className="font-semibold">{product.name}</p>
              {product.description !== '' && <p className="text-fine text-quiet">{product.description}</p>}
              <p className="text-fine">
                <Money locale={locale} of={product.price} /> {t('each')}
                {product.left !== null && product.left <= FEW && <span className="text-quiet"> · {t('left', { count: product.left })}</span>}
              </p>
            </div>
            <Stepper
              label={t('quantity', { name: product.name })}
              less={t('fewer', { name: product.name })}
              more={t('more', { name: product.name })}
              value={quantities[product.id] ?? 0}
              max={mostOf(product)}
              onChange={(quantity) => onChange({ ...quantities, [product.id]: quantity })}
              className="shrink-0"
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
