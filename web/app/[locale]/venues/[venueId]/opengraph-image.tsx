import { getTranslations } from 'next-intl/server';
import { listed, posterData, shownVenue } from '#programme/asked.ts';
import { cardImage, cardSize } from '#programme/card.tsx';
import { orMissing } from '#programme/or-missing.ts';
import { localeOf } from '#words/locale-of.ts';

export const size = cardSize;
export const contentType = 'image/png';
export const revalidate = 3600;

export const generateStaticParams = (): { venueId: string }[] => [];

export default orMissing(async ({ params }: { params: Promise<{ locale: string; venueId: string }> }): Promise<Response> => {
  const locale = await localeOf(params);
  const venue = await shownVenue(locale, (await params).venueId);
  const [next] = (await listed(locale, { venueId: venue.id, limit: 1 })).items;
  const t = await getTranslations({ locale, namespace: 'programme.venue' });
  return cardImage({ kind: t('label'), title: venue.name, lines: [venue.address, venue.city].filter((line) => line !== ''), poster: next && await posterData(locale, next) });
});
