import { getTranslations } from 'next-intl/server';
import { ShowName } from '#ui/show-name.tsx';
import type { Locale } from '#words/locales.ts';
import { EventList } from './event-stub.tsx';
import type { EventListed } from './shown.ts';

/** An artist's next dates. */
export async function ArtistPage({ locale, name, events }: { locale: Locale; name: string; events: EventListed[] }) {
  const t = await getTranslations('programme.artist');
  return (
    <div className="grid gap-8">
      <header className="grid gap-2">
        <p className="font-semibold text-quiet">{t('label')}</p>
        <h1 className="font-display text-poster font-extrabold uppercase">
          <ShowName>{name}</ShowName>
        </h1>
      </header>
      <section className="grid gap-4">
        <h2 className="text-title font-bold">{t('on')}</h2>
        <EventList locale={locale} events={events} heading="h3" />
      </section>
    </div>
  );
}
