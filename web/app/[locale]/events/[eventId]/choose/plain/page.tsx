import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cookies } from 'next/headers';
import { NeedsScript } from '#ui/needs-script.tsx';
import { ShowPageTitle } from '#ui/show-page-title.tsx';
import { eventOf } from '#seats/event-of.ts';
import { PlainChoosing } from '#seats/plain-choosing.tsx';
import { localeOf } from '#words/locale-of.ts';
import { path } from '#words/locales.ts';

interface PageProps {
  params: Promise<{ locale: string; eventId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Pick<PageProps, 'params'>): Promise<Metadata> {
  const locale = await localeOf(params);
  const t = await getTranslations({ locale, namespace: 'seats' });
  const { title } = await eventOf(locale, (await params).eventId);
  return { title: `${t('title')} · ${title}`, robots: { index: false } };
}

export default async function PlainChoosePage({ params, searchParams }: PageProps) {
  // Per request: its form carries a key of its own.
  await cookies();
  const locale = await localeOf(params);
  const t = await getTranslations({ locale, namespace: 'seats' });
  const [event, asked] = [await eventOf(locale, (await params).eventId), await searchParams];
  return (
    <div className="grid gap-6">
      <ShowPageTitle show={event.title} href={path(locale, `/events/${event.id}`)} lead={t('plain-lead')}>
        {t('title')}
      </ShowPageTitle>
      <NeedsScript locale={locale} what="to pay" />
      <PlainChoosing locale={locale} event={event} asked={asked} />
    </div>
  );
}
