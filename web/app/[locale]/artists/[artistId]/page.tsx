import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { about } from '#programme/addresses.ts';
import { ArtistPage } from '#programme/artist-page.tsx';
import { artistOf, artistPath } from '#programme/artist-path.ts';
import { listed } from '#programme/asked.ts';
import { localeOf } from '#words/locale-of.ts';

export const revalidate = 30;

interface Props {
  params: Promise<{ locale: string; artistId: string }>;
}

export const generateStaticParams = (): { artistId: string }[] => [];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = await localeOf(params);
  const name = artistOf((await params).artistId);
  if (name === undefined) notFound();
  const t = await getTranslations({ locale, namespace: 'programme.artist' });
  return about(locale, artistPath(name), { title: name, description: t('description', { name }) });
}

/** Only of whom something is on: an address must not make this house say any name. */
export default async function Page({ params }: Props) {
  const locale = await localeOf(params);
  const name = artistOf((await params).artistId);
  const { items } = name === undefined ? { items: [] } : await listed(locale, { artist: name, limit: 100 });
  if (name === undefined || items.length === 0) notFound();
  return <ArtistPage locale={locale} name={name} events={items} />;
}
