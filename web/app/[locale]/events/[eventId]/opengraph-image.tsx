import { getTranslations } from 'next-intl/server';
import { posterData, shownEvent } from '#programme/asked.ts';
import { cardImage, cardSize } from '#programme/card.tsx';
import { orMissing } from '#programme/or-missing.ts';
import { formatInstant } from '#ui/instant.tsx';
import { localeOf } from '#words/locale-of.ts';

export const size = cardSize;
export const contentType = 'image/png';
// A date that moved shows within the hour; networks keep the picture far longer.
export const revalidate = 3600;

export const generateStaticParams = (): { eventId: string }[] => [];

export default orMissing(async ({ params }: { params: Promise<{ locale: string; eventId: string }> }): Promise<Response> => {
  const locale = await localeOf(params);
  const event = await shownEvent(locale, (await params).eventId);
  const t = await getTranslations({ locale, namespace: 'programme.kinds' });
  return cardImage({
    kind: t(event.kind as 'other'), title: event.title, poster: await posterData(locale, event),
    lines: [formatInstant(locale, event.startsAt, event.timezone, 'full day'), `${event.venueName}, ${event.city}`],
  });
});
