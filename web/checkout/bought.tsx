'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Instant } from '#ui/instant.tsx';
import { Money } from '#ui/money.tsx';
import { ShowName } from '#ui/show-name.tsx';
import { Stub } from '#ui/stub.tsx';
import { LineName } from './line-name.tsx';
import { together } from './lines.ts';
import type { Offer } from './offer.ts';

/** What is bought, as the stub that will be torn off when it is paid. */
export function Bought({ offer: { hold, order, event, types }, total }: { offer: Offer; total: number }) {
  const t = useTranslations('checkout');
  const locale = useLocale();
  const { currency } = hold.total;
  const lines = together(order?.items ?? hold.items.map(({ label, ticketTypeId, price }) => ({ label, name: types[ticketTypeId]?.name ?? '', quantity: 1, price })));
  const torn = (
    <div className="flex items-baseline justify-between gap-4 sm:grid sm:min-w-36 sm:justify-items-end sm:gap-1">
      <span className="text-quiet">{t('total')}</span>
      <output aria-live="polite">{total === 0 ? t('free') : <Money locale={locale} of={{ amountCents: total, currency }} className="text-head font-bold" />}</output>
    </div>
  );
  return (
    <section aria-labelledby="bought" className="grid gap-2">
      <h2 id="bought" className="sr-only">
        {t('yours')}
      </h2>
      <Stub torn={torn}>
        <p className="font-display text-show text-balance font-extrabold uppercase">
          <ShowName>{event.title}</ShowName>
        </p>
        <p className="mt-1 text-fine text-quiet">
          <Instant locale={locale} at={event.startsAt} zone={event.timezone} className="block" />
          {event.venueName}, {event.city}
        </p>
        <ul className="mt-4 grid gap-2">
          {lines.map(({ label, name, quantity, price }, index) => (
            <li key={index} className="flex justify-between gap-4">
              <LineName label={label} name={name} quantity={quantity} />
              <Money locale={locale} of={{ ...price, amountCents: price.amountCents * quantity }} />
            </li>
          ))}
        </ul>
      </Stub>
      <p className="text-fine text-quiet">{t('fees-included')}</p>
    </section>
  );
}
