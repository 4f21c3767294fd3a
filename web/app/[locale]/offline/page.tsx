import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EmptyState } from '#ui/empty-state.tsx';
import { LinkButton } from '#ui/link.tsx';
import { localeOf } from '#words/locale-of.ts';
import { path } from '#words/locales.ts';

interface PageProps {
  params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: await localeOf(params), namespace: 'ui' });
  return { title: t('offline') };
}

/** What an installed page shows without a network (public/sw.js keeps it). */
export default async function OfflinePage({ params }: PageProps) {
  const locale = await localeOf(params);
  const t = await getTranslations('ui');
  const action = (
    <LinkButton kind="main" href={path(locale, '/tickets')}>
      {t('offline-tickets')}
    </LinkButton>
  );
  return (
    <EmptyState title={<h1>{t('offline')}</h1>} action={action}>
      {t('offline-lead')}
    </EmptyState>
  );
}
