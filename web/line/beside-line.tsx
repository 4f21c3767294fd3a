import { getTranslations } from 'next-intl/server';
import { type Locale, path } from '#words/locales.ts';
import { TurnNotice } from './turn-notice.tsx';

/** On a page that the line leads to: whoever keeps a place there hears of their turn here, too. */
export async function BesideLine({ locale, eventId }: { locale: Locale; eventId: string }) {
  const t = await getTranslations({ locale, namespace: 'line' });
  const words = {
    called: { title: t('live.turnTitle'), sentence: t('beside.called') },
    soldOut: { title: t('live.soldOutTitle'), sentence: t('live.soldOut') },
    missed: { title: t('live.missedTitle'), sentence: t('live.missed') },
    lost: { title: t('live.lostTitle'), sentence: t('live.lost') },
    drawn: { title: t('beside.drawnTitle'), sentence: t('beside.drawn') },
    left: t('beside.left'), minutes: String(t.raw('beside.minutes')), toLine: t('beside.toLine'),
  };
  return <TurnNotice eventId={eventId} line={path(locale, `/events/${eventId}/line`)} words={words} />;
}
