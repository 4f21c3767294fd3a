import { setRequestLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { outcome, programme } from '#box-office/server.ts';
import { Home } from '#programme/home.tsx';
import { isLocale } from '#words/locales.ts';

export const revalidate = 30;

// What fits a first page; the rest is found by searching.
const SHOWN_EVENTS = 50;

export default async function HomePage({ params }: { params: Promise<{ locale: string }> }) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  setRequestLocale(locale);
  const { data, failure } = await outcome(programme(locale).GET('/api/v1/events', { params: { query: { limit: SHOWN_EVENTS } } }));
  // Thrown, so that what was made before stays and a page without shows is never kept.
  if (failure !== undefined) throw new Error(`The programme could not be read: ${failure.code}`);
  return <Home locale={locale} events={data.items} />;
}
