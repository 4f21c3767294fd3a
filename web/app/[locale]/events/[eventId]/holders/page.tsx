import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { TellHolders } from '#checkout/tell-holders.tsx';
import { BesideLine } from '#line/beside-line.tsx';
import { eventOf } from '#seats/event-of.ts';
import { ShowPageTitle } from '#ui/show-page-title.tsx';
import { localeOf } from '#words/locale-of.ts';
import { path } from '#words/locales.ts';
import { Words } from '#words/words.tsx';

// The same for everybody: what somebody fills in stays in their browser.
export const revalidate = 30;

interface PageProps {
  params: Promise<{ locale: string; eventId: string }>;
}

export function generateStaticParams(): { eventId: string }[] {
  return [];
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const locale = await localeOf(params);
  const t = await getTranslations({ locale, namespace: 'checkout.holders' });
  const { title } = await eventOf(locale, (await params).eventId);
  return { title: `${t('title')} · ${title}`, robots: { index: false } };
}

/** A light page beside the line, or before choosing where there is none: the place there stays whatever becomes of this one. */
export default async function HoldersPage({ params }: PageProps) {
  const locale = await localeOf(params);
  const t = await getTranslations({ locale, namespace: 'checkout.holders' });
  const event = await eventOf(locale, (await params).eventId);
  if (!event.ticketTypes.some(({ holderRequired }) => holderRequired)) notFound();
  const here = path(locale, `/events/${event.id}`);
  const back = event.lineRequired ? { at: `${here}/line`, label: t('ahead-back') } : { at: `${here}/choose`, label: t('ahead-choose') };
  return (
    <div className="mx-auto grid max-w-form gap-6">
      <ShowPageTitle show={event.title} href={here} lead={t(event.lineRequired ? 'ahead-lead' : 'ahead-lead-free')}>
        {t('title')}
      </ShowPageTitle>
      {event.lineRequired && <BesideLine locale={locale} eventId={event.id} />}
      <noscript>
        <p>
          {t('no-script')} <a href={`${back.at}/plain`}>{back.label}</a>
        </p>
      </noscript>
      <Words of={['checkout']}>
        {/* Without a script it would keep nothing. */}
        <div className="noscript:hidden">
          <TellHolders eventId={event.id} limit={event.sessionTicketLimit} back={back} />
        </div>
      </Words>
    </div>
  );
}
