import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { about } from '#programme/addresses.ts';
import { listed } from '#programme/asked.ts';
import { Home } from '#programme/home.tsx';
import { localeOf } from '#words/locale-of.ts';

export const revalidate = 30;

interface Props {
  params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = await localeOf(params);
  const t = await getTranslations({ locale, namespace: 'programme.home' });
  return about(locale, '/', { title: t('title'), description: t('description') });
}

/** The same for everybody: no filter is read here, they have a page of their own. */
export default async function HomePage({ params }: Props) {
  const locale = await localeOf(params);
  return <Home locale={locale} page={await listed(locale, {})} />;
}
