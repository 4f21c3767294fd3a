import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { outcome, programme } from '#box-office/server.ts';
import { Choosing } from '#seats/choosing.tsx';
import { Link } from '#ui/link.tsx';
import { PageTitle } from '#ui/page-title.tsx';
import { isLocale, path, type Locale } from '#words/locales.ts';
import { Words } from '#words/words.tsx';

// The same for everybody: who may choose, and what is free, is found out in the browser.
export const revalidate = 30;

interface PageProps {
  params: Promise<{ locale: string; eventId: string }>;
}

export function generateStaticParams(): { eventId: string }[] {
  return [];
}

async function eventOf(locale: Locale, eventId: string) {
  const { data, failure } = await outcome(programme(locale).GET('/api/v1/events/{eventId}', { params: { path: { eventId } } }));
  if (failure?.status === 404 || failure?.status === 400) notFound();
  if (failure) throw new Error(`The event could not be read: ${failure.code}`);
  return data;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { locale, eventId } = await params;
  if (!isLocale(locale)) return {};
  const t = await getTranslations({ locale, namespace: 'seats' });
  const { title } = await eventOf(locale, eventId);
  // Behind the line: nothing to find from outside.
  return { title: `${t('title')} · ${title}`, robots: { index: false } };
}

export default async function ChoosePage({ params }: PageProps) {
  const { locale, eventId } = await params;
  if (!isLocale(locale)) notFound();
  setRequestLocale(locale);
  const t = await getTranslations({ locale, namespace: 'seats' });
  const event = await eventOf(locale, eventId);
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <Link href={path(locale, `/events/${eventId}`)} className="font-display text-title font-extrabold uppercase no-underline">
          {event.title}
        </Link>
        <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      </div>
      <Words of={['seats', 'failure']}>
        <Choosing event={event} />
      </Words>
      <noscript>{t('no-script')}</noscript>
    </div>
  );
}
