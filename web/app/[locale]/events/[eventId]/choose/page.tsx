import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Choosing } from '#seats/choosing.tsx';
import { eventOf } from '#seats/event-of.ts';
import { NeedsScript } from '#ui/needs-script.tsx';
import { ShowPageTitle } from '#ui/show-page-title.tsx';
import { localeOf } from '#words/locale-of.ts';
import { path } from '#words/locales.ts';
import { Words } from '#words/words.tsx';

// The same for everybody: who may choose, and what is free, is found out in the browser.
export const revalidate = 30;

interface PageProps {
  params: Promise<{ locale: string; eventId: string }>;
}

export function generateStaticParams(): { eventId: string }[] {
  return [];
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const locale = await localeOf(params);
  const t = await getTranslations({ locale, namespace: 'seats' });
  const { title } = await eventOf(locale, (await params).eventId);
  // Behind the line: nothing to find from outside.
  return { title: `${t('title')} · ${title}`, robots: { index: false } };
}

export default async function ChoosePage({ params }: PageProps) {
  const locale = await localeOf(params);
  const t = await getTranslations({ locale, namespace: 'seats' });
  const event = await eventOf(locale, (await params).eventId);
  return (
    <div className="grid gap-6">
      <ShowPageTitle show={event.title} href={path(locale, `/events/${event.id}`)} lead={t(event.ticketTypes.every(({ kind }) => kind === 'standing') ? 'lead-standing' : 'lead')}>
        {t('title')}
      </ShowPageTitle>
      <NeedsScript locale={locale} what="to pay" />
      <noscript>
        <p>
          {t('no-script')} <a href={path(locale, `/events/${event.id}/choose/plain`)}>{t('no-script-link')}</a>
        </p>
      </noscript>
      <Words of={['seats', 'failure']}>
        <Choosing event={event} />
      </Words>
    </div>
  );
}
