import { getTranslations } from 'next-intl/server';
import { Money } from '#ui/money.tsx';
import type { Locale } from '#words/locales.ts';
import { categoriesThat, offersOf } from './offers.ts';
import type { EventShown } from './shown.ts';

/** What there is to buy, by category, and under it once what is asked of whoever comes in. */
export async function TicketTable({ locale, event }: { locale: Locale; event: EventShown }) {
  const t = await getTranslations('programme.event');
  const offers = offersOf(event.ticketTypes);
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const named = categoriesThat(offers, ({ holderRequired }) => holderRequired);
  const notes = [
    t('limits', { session: event.sessionTicketLimit, buyer: event.buyerTicketLimit }),
    event.ticketTypes.some(({ halfPrice, proofRequired }) => halfPrice && proofRequired) && t('half'),
    named.length > 0 && (named.length === offers.length ? t('holder') : t('holderOf', { categories: list.format(named) })),
    event.verifiedAccountRequired && t('verified'),
    event.withdrawalDays > 0 ? t('withdrawal', { days: event.withdrawalDays, hours: event.withdrawalHoursBefore }) : t('noWithdrawal'),
  ];
  return (
    <section aria-labelledby="tickets" className="grid content-start gap-4">
      <div>
        <h2 id="tickets" className="text-title font-bold">{t('tickets')}</h2>
        <p className="text-quiet">{t('ticketsLead')}</p>
      </div>
      <ul className="divide-y divide-dashed divide-line rounded-control border border-line bg-raised px-4">
        {offers.map(({ category, kind, types }) => (
          <li key={`${kind} ${category}`} className="grid gap-x-6 gap-y-1 py-3.5 sm:grid-cols-[1fr_13rem]">
            <h3 className="font-bold">
              {category}
              <span className="block text-fine font-normal text-quiet">{t(kind)}</span>
            </h3>
            <ul>
              {types.map((type) => (
                <li key={type.id} className="flex items-baseline justify-between gap-4">
                  <span className="inline-block text-fine first-letter:uppercase">{type.label}</span>
                  <Money locale={locale} of={type.price} className="font-semibold" />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <ul className="grid gap-1.5 text-fine text-quiet">
        {notes.map((note) => note !== false && <li key={note}>{note}</li>)}
      </ul>
    </section>
  );
}
