import { getTranslations } from 'next-intl/server';
import { formatInstant } from '#ui/instant.tsx';
import { Money } from '#ui/money.tsx';
import { path, type Locale } from '#words/locales.ts';
import { LiveSale, type SaleWords } from './live-sale.tsx';
import type { EventShown } from './shown.ts';

/** Price and state of the sale. All its sentences travel with the page, so that it can change without asking for words. */
export async function SalePanel({ locale, event }: { locale: Locale; event: EventShown }) {
  const t = await getTranslations('programme');
  const sale = { eventState: event.state, saleState: event.saleState, saleStartsAt: event.saleStartsAt, lineRequired: event.lineRequired };
  const page = path(locale, `/events/${event.id}`);
  return (
    <section aria-label={t('sale.label')}>
      <LiveSale
        eventId={event.id} sale={sale} madeAtMs={Date.now()} words={await saleWords(locale, event)}
        links={{ line: `${page}/line`, choose: `${page}/choose`, remind: `${page}/opening.ics` }}
      >
        {event.priceFrom !== null && (
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="text-quiet">{t('event.priceFrom')}</span>
            <Money locale={locale} of={event.priceFrom} className="font-display text-show font-extrabold" />
            <span className="text-fine text-quiet">{t('event.feesIn')}</span>
          </p>
        )}
      </LiveSale>
    </section>
  );
}

async function saleWords(locale: Locale, { lineRequired, seatMapId, holdSeconds, saleStartsAt, timezone }: EventShown): Promise<SaleWords> {
  const t = await getTranslations('programme.sale');
  const way = lineRequired ? 'line' : 'free';
  const minutes = Math.floor(holdSeconds / 60);
  return {
    moods: {
      soon: { title: t('soon.title'), sentence: t('soon.sentence') },
      draw: { title: t('draw.title'), sentence: t('draw.sentence') },
      drawing: { title: t('drawing.title'), sentence: t('drawing.sentence') },
      open: { title: t('open.title'), sentence: t(`open.${way}`, { minutes }) },
      paused: { title: t('paused.title'), sentence: t(`paused.${way}`) },
      soldOut: { title: t('soldOut.title'), sentence: t(`soldOut.${way}`) },
      postponed: { title: t('postponed.title'), sentence: t('postponed.sentence') },
      cancelled: { title: t('cancelled.title'), sentence: t('cancelled.sentence') },
      over: { title: t('over.title'), sentence: t('over.sentence') },
    },
    acts: { join: t('join'), choose: t(seatMapId === null ? 'chooseTickets' : 'choose'), remind: t('remind'), wait: t('soldOut.wait') },
    opening: t('opening', { when: formatInstant(locale, saleStartsAt, timezone, 'both') }),
    lost: t('lost'),
    days: t.raw('days') as string,
    spoken: t.raw('spoken') as string,
  };
}
