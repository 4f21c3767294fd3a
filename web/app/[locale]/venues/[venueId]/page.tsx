import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { about } from '#programme/addresses.ts';
import { listed, shownVenue } from '#programme/asked.ts';
import { VenuePage } from '#programme/venue-page.tsx';
import { localeOf } from '#words/locale-of.ts';

export const revalidate = 30;

interface Props {
  params: Promise<{ locale: string; venueId: string }>;
}

export const generateStaticParams = (): { venueId: string }[] => [];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = await localeOf(params);
  const { id, name, city } = await shownVenue(locale, (await params).venueId);
  const t = await getTranslations({ locale, namespace: 'programme.venue' });
  return about(locale, `/venues/${id}`, { title: name, description: t('description', { name, city }) });
}

export default async function Page({ params }: Props) {
  const locale = await localeOf(params);
  const venue = await shownVenue(locale, (await params).venueId);
  const { items } = await listed(locale, { venueId: venue.id, limit: 100 });
  return <VenuePage locale={locale} venue={venue} events={items} />;
}
