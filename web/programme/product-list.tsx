import { getTranslations } from 'next-intl/server';
import { Money } from '#ui/money.tsx';
import type { Locale } from '#words/locales.ts';
import type { EventShown } from './shown.ts';

/** What may be bought beside tickets. */
export async function ProductList({ locale, event }: { locale: Locale; event: EventShown }) {
  const t = await getTranslations('programme.event');
  if (event.products.length === 0) return null;
  return (
    <section aria-labelledby="products" className="grid gap-4">
      <div>
        <h2 id="products" className="text-title font-bold">{t('products')}</h2>
        <p className="text-quiet">{t('productsLead')}</p>
      </div>
      <ul className="divide-y divide-line rounded-control border border-line bg-raised px-4">
        {event.products.map(({ id, name, description, price, maxPerOrder, left }) => (
          <li key={id} className="flex items-baseline justify-between gap-4 py-3">
            <span>
              <span className="font-semibold">{name}</span>
              {description !== '' && <span className="block text-fine text-quiet">{description}</span>}
            </span>
            <span className="shrink-0 text-right">
              {left === 0 ? <span className="text-quiet">{t('productGone')}</span> : <Money locale={locale} of={price} className="font-semibold" />}
              {maxPerOrder !== null && left !== 0 && <span className="block text-fine text-quiet">{t('perOrder', { count: maxPerOrder })}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
