import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { need } from '#account/private-page.ts';
import { outcome, personal } from '#box-office/server.ts';
import { eventsOf } from '#orders/events.ts';
import { OrderList } from '#orders/order-list.tsx';
import { PageTitle } from '#ui/page-title.tsx';
import { pageAsked, Pages } from '#ui/pages.tsx';
import { isLocale, path } from '#words/locales.ts';

export const dynamic = 'force-dynamic';

interface PageProps {
  params: Promise<{ locale: string }>;
  searchParams: Promise<{ after?: string | string[] }>;
}

// Each order's event is asked for; a phone's screen or three are enough of a page.
const SHOWN = 20;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('orders'))('title') };
}

export default async function OrdersPage({ params, searchParams }: PageProps) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  setRequestLocale(locale);
  const { paged, ...cursor } = pageAsked(await searchParams);
  const { items, nextCursor } = need(locale, '/orders', await outcome((await personal(locale)).GET('/api/v1/orders', { params: { query: { limit: SHOWN, ...cursor } } })));
  const t = await getTranslations('orders');
  return (
    <div className="grid gap-8">
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <OrderList locale={locale} orders={items} events={await eventsOf(locale, items.map(({ eventId }) => eventId))} />
      <Pages at={path(locale, '/orders')} older={t('older')} newest={t('newest')} nextCursor={nextCursor} paged={paged} />
    </div>
  );
}
