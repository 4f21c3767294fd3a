import { getTranslations } from 'next-intl/server';
import { Stub } from '#ui/stub.tsx';
import { Link } from '#ui/link.tsx';
import { path, type Locale } from '#words/locales.ts';
import { publicOrigin } from './addresses.ts';
import { artistPath } from './artist-path.ts';
import { DrawExplained } from './draw-explained.tsx';
import { EventFacts } from './event-facts.tsx';
import { Poster } from './poster.tsx';
import { ProductList } from './product-list.tsx';
import { SalePanel } from './sale-panel.tsx';
import { ShowName } from './show-name.tsx';
import type { EventShown, PublishedDraw } from './shown.ts';
import { inlineJson, structuredEvent } from './structured.ts';
import { TicketTable } from './ticket-table.tsx';

/** A show: what, when, where, for how much, and the one thing to do now. */
export async function EventPage({ locale, event, draw }: { locale: Locale; event: EventShown; draw?: PublishedDraw }) {
  const t = await getTranslations('programme');
  const url = `${publicOrigin()}${path(locale, `/events/${event.id}`)}`;
  const structured = structuredEvent(event, { url, origin: publicOrigin(), image: `${url}/opengraph-image` });
  return (
    <article className="grid gap-10">
      {/* Data, not a script: a browser does not run it, and the security policy has nothing to say to it. */}
      <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: inlineJson(structured) }} />
      <div className="grid gap-6 md:grid-cols-[minmax(0,22rem)_minmax(0,1fr)] md:gap-10">
        <Poster of={event} first className="stub w-full self-start rounded-l-none rounded-r-stub max-md:aspect-4/3" />
        <div className="grid content-start gap-6">
          <header className="grid gap-3">
            <p className="font-semibold text-quiet">{t(`kinds.${event.kind as 'other'}`)}</p>
            <h1 className="font-display text-poster font-extrabold uppercase">
              <ShowName>{event.title}</ShowName>
            </h1>
            {event.artists.length > 0 && (
              <p className="text-lead">
                {event.artists.map((name, at) => (
                  <span key={name}>
                    {at > 0 && ' · '}
                    <Link href={path(locale, artistPath(name))}>{name}</Link>
                  </span>
                ))}
              </p>
            )}
          </header>
          <EventFacts locale={locale} event={event} />
          <Stub className="shadow-lift">
            <SalePanel locale={locale} event={event} />
          </Stub>
        </div>
      </div>
      <div className="grid gap-10 md:grid-cols-2">
        <TicketTable locale={locale} event={event} />
        <div className="grid content-start gap-10">
          {event.description !== '' && (
            <section className="grid gap-3">
              <h2 className="text-title font-bold">{t('event.about')}</h2>
              <p className="whitespace-pre-line">{event.description}</p>
              <p className="text-fine text-quiet">{t('event.organiser', { name: event.organiser.name })}</p>
            </section>
          )}
          <ProductList locale={locale} event={event} />
          {draw !== undefined && <DrawExplained event={event} draw={draw} />}
        </div>
      </div>
    </article>
  );
}
