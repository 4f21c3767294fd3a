import { getTranslations } from 'next-intl/server';
import { formatInstant, Instant } from '#ui/instant.tsx';
import { Link } from '#ui/link.tsx';
import { path, type Locale } from '#words/locales.ts';
import type { EventShown } from './shown.ts';

/** When and where, by the clock on the venue's own wall. */
export async function EventFacts({ locale, event }: { locale: Locale; event: EventShown }) {
  const t = await getTranslations('programme.event');
  const { timezone: zone } = event;
  return (
    <dl className="grid gap-4 md:grid-cols-2">
      <div>
        <dt className="text-fine text-quiet">{t('when')}</dt>
        <dd>
          <Instant locale={locale} at={event.startsAt} zone={zone} as="full day" className={`block text-lead font-bold first-letter:uppercase ${event.state === 'postponed' || event.state === 'cancelled' ? 'line-through' : ''}`} />
          <Instant locale={locale} at={event.startsAt} zone={zone} as="time" className="text-lead font-bold tabular-nums" />
          {event.doorsAt !== null && <span className="text-quiet"> · {t('doors', { time: formatInstant(locale, event.doorsAt, zone, 'time') })}</span>}
        </dd>
      </div>
      <div>
        <dt className="text-fine text-quiet">{t('where')}</dt>
        <dd>
          <Link href={path(locale, `/venues/${event.venueId}`)} className="text-lead font-bold">{event.venueName}</Link>
          <span className="block text-quiet">{[event.address, event.city].filter((each) => each !== '').join(', ')}</span>
        </dd>
      </div>
    </dl>
  );
}
