import { getTranslations } from 'next-intl/server';
import { EmptyState } from '#ui/empty-state.tsx';
import { LinkButton } from '#ui/link.tsx';
import { ShowName } from '#ui/show-name.tsx';
import { path, type Locale } from '#words/locales.ts';
import { EventList } from './event-stub.tsx';
import type { EventListed, VenueShown } from './shown.ts';

/** A venue: where it is, how to get in, what is on there. */
export async function VenuePage({ locale, venue, events }: { locale: Locale; venue: VenueShown; events: EventListed[] }) {
  const t = await getTranslations('programme');
  return (
    <div className="grid gap-8">
      <header className="grid gap-2">
        <p className="font-semibold text-quiet">{t('venue.label')}</p>
        <h1 className="font-display text-poster font-extrabold uppercase">
          <ShowName>{venue.name}</ShowName>
        </h1>
      </header>
      <dl className="grid gap-5 sm:grid-cols-2">
        <div>
          <dt className="text-fine text-quiet">{t('venue.address')}</dt>
          <dd className="text-lead">
            {venue.address !== '' && <span className="block">{venue.address}</span>}
            {venue.city}
          </dd>
        </div>
        <div>
          <dt className="text-fine text-quiet">{t('venue.wheelchair')}</dt>
          <dd>{venue.wheelchairPlaces === null || venue.wheelchairPlaces === 0 ? t('venue.wheelchairUnknown') : t('venue.wheelchairPlaces', { count: venue.wheelchairPlaces })}</dd>
        </div>
      </dl>
      <section className="grid gap-4">
        <h2 className="text-title font-bold">{t('venue.on')}</h2>
        {events.length === 0 ? (
          <EmptyState title={t('venue.nothing')} action={<LinkButton href={path(locale, '/')}>{t('home.all')}</LinkButton>} />
        ) : (
          <EventList locale={locale} events={events} heading="h3" />
        )}
      </section>
    </div>
  );
}
