import { getTranslations } from 'next-intl/server';
import type { paths } from '#box-office/schema.d.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Instant } from '#ui/instant.tsx';
import { Link } from '#ui/link.tsx';
import { Money } from '#ui/money.tsx';
import { PageTitle } from '#ui/page-title.tsx';
import { Stub } from '#ui/stub.tsx';
import { path, type Locale } from '#words/locales.ts';

export type EventSummary = paths['/api/v1/events']['get']['responses']['200']['content']['application/json']['items'][number];

/** What is on, as a row of stubs. */
export async function Home({ locale, events }: { locale: Locale; events: EventSummary[] }) {
  const t = await getTranslations({ locale, namespace: 'home' });
  if (events.length === 0) return <EmptyState title={t('empty')}>{t('empty-lead')}</EmptyState>;
  return (
    <>
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <ul className="mt-8 grid gap-5">
        {events.map((event) => (
          <Stub
            key={event.id}
            as="li"
            torn={
              event.priceFrom && (
                <p className="grid sm:w-36 sm:justify-items-end">
                  <span className="text-fine text-quiet">{t('from')}</span>
                  <Money locale={locale} of={event.priceFrom} className="text-title font-bold" />
                </p>
              )
            }
          >
            <p className="text-fine text-quiet">
              <Instant locale={locale} at={event.startsAt} zone={event.timezone} /> · {event.venueName}, {event.city}
            </p>
            <h2 className="mt-1 font-display text-show font-extrabold uppercase">
              <Link href={path(locale, `/events/${event.id}`)} className="text-ink no-underline hover:text-link">
                {event.title}
              </Link>
            </h2>
            {event.artists.length > 0 && <p className="mt-1">{t('by', { artists: event.artists.join(', ') })}</p>}
          </Stub>
        ))}
      </ul>
    </>
  );
}
