import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { need } from '#account/private-page.ts';
import { outcome, personal } from '#box-office/server.ts';
import { TicketList } from '#tickets/ticket-list.tsx';
import { PageTitle } from '#ui/page-title.tsx';
import { pageAsked, Pages } from '#ui/pages.tsx';
import { isLocale, path } from '#words/locales.ts';

export const dynamic = 'force-dynamic';

interface PageProps {
  params: Promise<{ locale: string }>;
  searchParams: Promise<{ after?: string | string[] }>;
}

// A season's tickets in one look; older ones are a page away.
const SHOWN = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tickets'))('title') };
}

export default async function TicketsPage({ params, searchParams }: PageProps) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  setRequestLocale(locale);
  const { paged, ...cursor } = pageAsked(await searchParams);
  const { items, nextCursor } = need(locale, '/tickets', await outcome((await personal(locale)).GET('/api/v1/tickets', { params: { query: { limit: SHOWN, ...cursor } } })));
  const t = await getTranslations('tickets');
  return (
    <div className="grid gap-8">
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <TicketList locale={locale} tickets={items} nowMs={Date.now()} />
      <Pages at={path(locale, '/tickets')} older={t('older')} newest={t('newest')} nextCursor={nextCursor} paged={paged} />
    </div>
  );
}
