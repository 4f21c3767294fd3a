import { getTranslations } from 'next-intl/server';
import { formatInstant, Instant } from '#ui/instant.tsx';
import { Link } from '#ui/link.tsx';
import { Money } from '#ui/money.tsx';
import { Stub } from '#ui/stub.tsx';
import { path, type Locale } from '#words/locales.ts';
import { Poster } from './poster.tsx';
import { viewOf, type SaleMood } from './sale.ts';
import type { EventListed } from './shown.ts';

/** A show in a list: its stub, all of which is the link. */
export async function EventStub({ locale, event, heading: Heading = 'h2', first = false }: { locale: Locale; event: EventListed; heading?: 'h2' | 'h3'; first?: boolean }) {
  const t = await getTranslations('programme');
  const { mood } = viewOf({ eventState: event.state, saleState: event.saleState, saleStartsAt: event.saleStartsAt, lineRequired: event.lineRequired }, Date.now());
  const when = formatInstant(locale, event.saleStartsAt, event.timezone, 'both');
  return (
    <Stub
      as="li" className="group relative h-full transition hover:-translate-y-0.5"
      torn={
        <div className="flex items-baseline justify-between gap-3 sm:h-full sm:w-28 sm:flex-col sm:justify-between">
          <p className={`text-fine font-semibold ${looks[mood]}`}>{t(`list.${mood}`, { when })}</p>
          {event.priceFrom !== null && (
            <p className="text-right text-fine text-quiet sm:text-left">
              {t('list.from')} <Money locale={locale} of={event.priceFrom} className="text-lead font-bold text-ink sm:block" />
            </p>
          )}
        </div>
      }
    >
      <div className="flex gap-4">
        <Poster of={event} decorative first={first} className="w-24 shrink-0 self-start sm:w-28" />
        <div className="grid min-w-0 content-start gap-1.5">
          <p className="text-fine text-quiet">{t(`kinds.${event.kind as 'other'}`)}</p>
          <Heading className="font-display text-head font-extrabold uppercase">
            <Link href={path(locale, `/events/${event.id}`)} className="text-ink no-underline group-hover:text-link after:absolute after:inset-0">
              {event.title}
            </Link>
          </Heading>
          {event.artists.length > 0 && <p className="line-clamp-2 text-fine">{event.artists.join(' · ')}</p>}
          <p className="font-semibold">
            <Instant locale={locale} at={event.startsAt} zone={event.timezone} />
          </p>
          <p className="text-fine text-quiet">
            {event.venueName}, {event.city}
          </p>
        </div>
      </div>
    </Stub>
  );
}

const looks: Record<SaleMood, string> = {
  soon: 'text-cool', draw: 'text-cool', drawing: 'text-cool', open: 'text-good', paused: 'text-quiet', soldOut: 'text-quiet', postponed: 'text-quiet', cancelled: 'text-bad', over: 'text-quiet',
};

/** Shows as stubs, two abreast where there is room. */
export function EventList({ locale, events, heading }: { locale: Locale; events: EventListed[]; heading?: 'h2' | 'h3' }) {
  return (
    <ul className="grid gap-4 lg:grid-cols-2">
      {events.map((event, at) => (
        // The first two are what a phone shows before anything is scrolled.
        <EventStub key={event.id} locale={locale} event={event} first={at < 2} {...(heading && { heading })} />
      ))}
    </ul>
  );
}
