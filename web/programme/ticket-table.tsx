import { getTranslations } from 'next-intl/server';
import { Money } from '#ui/money.tsx';
import type { Locale } from '#words/locales.ts';
import { offersOf } from './offers.ts';
import type { EventShown, TicketType } from './shown.ts';

/** What there is to buy, by category: each price with what it asks of whoever comes in. */
export async function TicketTable({ locale, event }: { locale: Locale; event: EventShown }) {
  const t = await getTranslations('programme.event');
  const asks = ({ halfPrice, proofRequired, holderRequired }: TicketType): string[] => [
    ...(halfPrice && proofRequired ? [t('half')] : proofRequired ? [t('proof')] : []),
    ...(holderRequired ? [t('holder')] : []),
  ];
  return (
    <section aria-labelledby="tickets" className="grid gap-4">
      <div>
        <h2 id="tickets" className="text-title font-bold">{t('tickets')}</h2>
        <p className="text-quiet">{t('ticketsLead')}</p>
      </div>
      <ul className="grid gap-3">
        {offersOf(event.ticketTypes).map(({ category, kind, types }) => (
          <li key={`${kind} ${category}`} className="rounded-control border border-line bg-raised px-4 py-3">
            <h3 className="flex flex-wrap items-baseline justify-between gap-x-4 font-bold">
              {category}
              <span className="text-fine font-normal text-quiet">{t(kind)}</span>
            </h3>
            <ul className="mt-1 divide-y divide-line">
              {types.map((type) => (
                <li key={type.id} className="flex items-baseline justify-between gap-4 py-2">
                  <span>
                    <span className="first-letter:uppercase inline-block">{type.label}</span>
                    {asks(type).map((ask) => <span key={ask} className="block text-fine text-quiet">{ask}</span>)}
                  </span>
                  <Money locale={locale} of={type.price} className="font-semibold" />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <p className="text-fine text-quiet">
        {t('limits', { session: event.sessionTicketLimit, buyer: event.buyerTicketLimit })}{' '}
        {event.withdrawalDays > 0 ? t('withdrawal', { days: event.withdrawalDays, hours: event.withdrawalHoursBefore }) : t('noWithdrawal')}{' '}
        {event.verifiedAccountRequired && t('verified')}
      </p>
    </section>
  );
}
