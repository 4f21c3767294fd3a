import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { about } from '#programme/addresses.ts';
import { listed } from '#programme/asked.ts';
import { readFilters, toQuery } from '#programme/filters.ts';
import { Home } from '#programme/home.tsx';
import { localeOf } from '#words/locale-of.ts';

// The language alone would make it a page kept for all.
export const dynamic = 'force-dynamic';

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = await localeOf(params);
  const t = await getTranslations({ locale, namespace: 'programme.home' });
  // Every search is an address; only the programme itself is to be found by others.
  return { ...about(locale, '/', { title: t('found'), description: t('description') }), robots: { index: false, follow: true } };
}

/** What was searched for: made for each request, while the home stays the same for everybody. */
export default async function SearchPage({ params, searchParams }: Props) {
  const locale = await localeOf(params);
  const filters = readFilters(await searchParams);
  return <Home locale={locale} page={await listed(locale, toQuery(filters))} filters={filters} />;
}
