import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { artistOf } from '#programme/artist-path.ts';
import { listed, posterData } from '#programme/asked.ts';
import { cardImage, cardSize } from '#programme/card.tsx';
import { orMissing } from '#programme/or-missing.ts';
import { formatInstant } from '#ui/instant.tsx';
import { localeOf } from '#words/locale-of.ts';

export const size = cardSize;
export const contentType = 'image/png';
export const revalidate = 3600;

export const generateStaticParams = (): { artistId: string }[] => [];

// More dates than these are read on the page.
const datesMax = 3;

export default orMissing(async ({ params }: { params: Promise<{ locale: string; artistId: string }> }): Promise<Response> => {
  const locale = await localeOf(params);
  const name = artistOf((await params).artistId);
  const { items } = name === undefined ? { items: [] } : await listed(locale, { artist: name, limit: datesMax });
  const [next] = items;
  if (name === undefined || next === undefined) notFound();
  const t = await getTranslations({ locale, namespace: 'programme.artist' });
  return cardImage({
    kind: t('label'), title: name, poster: await posterData(locale, next),
    lines: items.map(({ startsAt, timezone, city }) => `${formatInstant(locale, startsAt, timezone, 'day')} · ${city}`),
  });
});
