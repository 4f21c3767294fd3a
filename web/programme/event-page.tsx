import { getTranslations } from 'next-intl/server';
import { preloadDisplayFace } from '#ui/faces.ts';
import { Stub } from '#ui/stub.tsx';
import { Link } from '#ui/link.tsx';
import { ShowName } from '#ui/show-name.tsx';
import { path, type Locale } from '#words/locales.ts';
import { publicOrigin } from './addresses.ts';
import { artistPath } from './artist-path.ts';
import { DrawExplained } from './draw-explained.tsx';
import { EventFacts } from './event-facts.tsx';
import { Poster } from './poster.tsx';
import { ProductList } from './product-list.tsx';
import { SalePanel } from './sale-panel.tsx';
import type { EventShown, PublishedDraw } from './shown.ts';
import { inlineJson, structuredEvent } from './structured.ts';
import { TicketTable } from './ticket-table.tsx';

/** A show: what, when, where, for how much, and the one thing to do now. */
export async function EventPage({ locale, event, draw }: { locale: Locale; event: EventShown; draw?: PublishedDraw }) {
  const t = await getTranslations('programme');
  preloadDisplayFace();
  const url = `${publicOrigin()}${path(locale, `/events/${event.id}`)}`;
  const structured = structuredEvent(event, { url, origin: publicOrigin(), image: `${url}/opengraph-image` });
  return (
    <article className="grid gap-10">
      {/* Data, not a script: a browser does not run it, and the security policy has nothing to say to it. */}
      <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: inlineJson(structured) }} />
      {/* A phone shows the name, the facts beside a small poster, and the one thing to do, before anything is scrolled. */}
      <div className="grid grid-cols-[minmax(0,1fr)_7.5rem] gap-x-4 gap-y-5 md:grid-cols-[22rem_minmax(0,1fr)] md:grid-rows-[auto_auto_1fr] md:gap-x-10 md:gap-y-6">
        <header className="col-span-2 grid gap-3 md:col-span-1 md:col-start-2">
          <p className="font-semibold text-quiet">{t(`kinds.${event.kind as 'other'}`)}</p>
          <h1 className="font-display text-poster font-extrabold uppercase">
            <ShowName>{event.title}</ShowName>
          </h1>
          <Artists locale={locale} names={event.artists} />
        </header>
        <Poster of={event} first className="stub col-start-2 row-start-2 w-full self-start rounded-l-none rounded-r-stub md:col-start-1 md:row-span-3 md:row-start-1" />
        <div className="col-start-1 row-start-2 md:col-start-2">
          <EventFacts locale={locale} event={event} />
        </div>
        <Stub className="col-span-2 self-start md:col-span-1 md:col-start-2">
          <SalePanel locale={locale} event={event} />
        </Stub>
      </div>
      <div className="grid gap-10 md:grid-cols-2">
        <TicketTable locale={locale} event={event} />
        <div className="grid content-start gap-10">
          <section className="grid gap-3">
            {event.description !== '' && <h2 className="text-title font-bold">{t('event.about')}</h2>}
            {event.description !== '' && <p className="whitespace-pre-line wrap-anywhere">{event.description}</p>}
            <p className="text-fine text-quiet">{t('event.organiser', { name: event.organiser.name })}</p>
          </section>
          <ProductList locale={locale} event={event} />
          {draw !== undefined && <DrawExplained event={event} draw={draw} />}
        </div>
      </div>
    </article>
  );
}

function Artists({ locale, names }: { locale: Locale; names: string[] }) {
  if (names.length === 0) return null;
  return (
    <p className="text-lead">
      {names.map((name, at) => (
        <span key={name}>
          {at > 0 && ', '}
          <Link href={path(locale, artistPath(name))}>{name}</Link>
        </span>
      ))}
    </p>
  );
}
