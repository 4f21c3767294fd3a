import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { need } from '#account/private-page.ts';
import { outcome, personal } from '#box-office/server.ts';
import { PageTitle } from '#ui/page-title.tsx';
import { pageAsked, Pages } from '#ui/pages.tsx';
import { Figures } from '#wallet/figures.tsx';
import { Movements } from '#wallet/movements.tsx';
import { Statement } from '#wallet/statement.tsx';
import { TopUp } from '#wallet/top-up.tsx';
import { isLocale, path } from '#words/locales.ts';
import { Words } from '#words/words.tsx';

export const dynamic = 'force-dynamic';

interface PageProps {
  params: Promise<{ locale: string }>;
  searchParams: Promise<{ after?: string | string[] }>;
}

const SHOWN = 20;
const STATEMENT_DAYS = 30;
const DAY_MS = 86_400_000;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('wallet'))('title') };
}

export default async function WalletPage({ params, searchParams }: PageProps) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  setRequestLocale(locale);
  const { paged, ...cursor } = pageAsked(await searchParams);
  const mine = await personal(locale);
  const balance = need(locale, '/wallet', await outcome(mine.GET('/api/v1/wallet')));
  const [transfers, methods] = await Promise.all([
    outcome(mine.GET('/api/v1/wallet/transfers', { params: { query: { limit: SHOWN, ...cursor } } })),
    outcome(mine.GET('/api/v1/payment-methods')),
  ]);
  const { items, nextCursor } = need(locale, '/wallet', transfers);
  const t = await getTranslations('wallet');
  const day = (at: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Sao_Paulo' }).format(at);
  return (
    <div className="mx-auto grid max-w-form gap-10">
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <Figures locale={locale} balance={balance} />
      <section className="grid gap-4">
        <h2 className="text-title font-bold">{t('top-up.title')}</h2>
        <p className="text-quiet">{t('top-up.lead')}</p>
        <Words of={['wallet', 'checkout', 'failure']}>
          <TopUp currency={balance.balance.currency} methods={methods.data?.items ?? []} />
        </Words>
      </section>
      <section className="grid gap-4">
        <h2 className="text-title font-bold">{t('movements.title')}</h2>
        <Movements locale={locale} transfers={items} />
        <Pages at={path(locale, '/wallet')} older={t('movements.older')} newest={t('movements.newest')} nextCursor={nextCursor} paged={paged} />
      </section>
      <section className="grid gap-4">
        <h2 className="text-title font-bold">{t('statement.title')}</h2>
        <p className="text-quiet">{t('statement.lead')}</p>
        <Words of={['wallet']}>
          <Statement firstDay={day(Date.now() - (STATEMENT_DAYS - 1) * DAY_MS)} lastDay={day(Date.now())} />
        </Words>
      </section>
    </div>
  );
}
