import { getTranslations } from 'next-intl/server';
import { classNames } from '#ui/class-names.ts';
import { formatInstant, Instant } from '#ui/instant.tsx';
import { Link } from '#ui/link.tsx';
import { Money } from '#ui/money.tsx';
import { ShowName } from '#ui/show-name.tsx';
import { Stub } from '#ui/stub.tsx';
import { path, type Locale } from '#words/locales.ts';
import { Poster } from './poster.tsx';
import { viewOf, type SaleMood } from './sale.ts';
import type { EventListed } from './shown.ts';

interface EventStubProps {
  locale: Locale;
  event: EventListed;
  heading?: 'h2' | 'h3';
  /** What a phone shows before anything is scrolled: its poster is not waited with. */
  first?: boolean;
  /** The next show on: as large as the page. */
  large?: boolean;
}

/** A show in a list: its stub, all of which is the link. */
export async function EventStub({ locale, event, heading: Heading = 'h2', first = false, large = false }: EventStubProps) {
  const t = await getTranslations('programme');
  return (
    <Stub as="li" className={classNames('group relative transition hover:-translate-y-0.5', large && 'shadow-lift lg:col-span-2')} torn={<Torn locale={locale} event={event} large={large} />}>
      <div className={classNames('flex gap-4', large && 'lg:gap-8')}>
        <Poster of={event} decorative first={first} className={classNames('shrink-0 self-start', large ? 'w-24 sm:w-40 lg:w-60' : 'w-24 sm:w-28')} />
        <div className={classNames('grid min-w-0 content-start gap-1.5', large && 'lg:content-center lg:gap-3')}>
          <p className="text-fine text-quiet">{t(`kinds.${event.kind as 'other'}`)}</p>
          <Heading className={classNames('font-display font-extrabold uppercase', large ? 'text-head sm:text-show lg:text-poster' : 'text-head')}>
            <Link href={path(locale, `/events/${event.id}`)} className="text-ink no-underline group-hover:text-link after:absolute after:inset-0">
              <ShowName>{event.title}</ShowName>
            </Link>
          </Heading>
          {event.artists.length > 0 && <p className={large ? 'text-plain lg:text-lead' : 'line-clamp-2 text-fine'}>{event.artists.join(', ')}</p>}
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

/** What is torn off: how the sale stands, and from what price. */
async function Torn({ locale, event, large }: { locale: Locale; event: EventListed; large: boolean }) {
  const t = await getTranslations('programme.list');
  const { mood } = viewOf({ eventState: event.state, saleState: event.saleState, saleStartsAt: event.saleStartsAt, lineRequired: event.lineRequired }, Date.now());
  return (
    <div className={classNames('flex items-end justify-between gap-3 sm:h-full sm:flex-col sm:items-start', large ? 'sm:w-36' : 'sm:w-28')}>
      <p className={classNames('text-fine font-semibold', looks[mood])}>{t(mood, { when: formatInstant(locale, event.saleStartsAt, event.timezone, 'both') })}</p>
      {event.priceFrom !== null && (
        <p className="text-right text-fine text-quiet sm:text-left">
          {t('from')} <Money locale={locale} of={event.priceFrom} className={classNames('font-bold text-ink sm:block', large ? 'text-title' : 'text-lead')} />
        </p>
      )}
    </div>
  );
}

const looks: Record<SaleMood, string> = {
  soon: 'text-cool', draw: 'text-cool', drawing: 'text-cool', open: 'text-good', paused: 'text-quiet', soldOut: 'text-quiet', postponed: 'text-quiet', cancelled: 'text-bad', over: 'text-quiet',
};

interface EventListProps {
  locale: Locale;
  events: EventListed[];
  heading?: 'h2' | 'h3';
  /** The first one is shown large. */
  opens?: boolean;
}

/** Shows as stubs, two abreast where there is room. */
export function EventList({ locale, events, heading = 'h2', opens = false }: EventListProps) {
  return (
    <ul className="grid gap-4 lg:grid-cols-2">
      {events.map((event, at) => (
        <EventStub key={event.id} locale={locale} event={event} first={at < 2} large={opens && at === 0} heading={heading} />
      ))}
    </ul>
  );
}
