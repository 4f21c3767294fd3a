import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { Forgot } from '#account/forgot.tsx';
import { NeedsScript } from '#ui/needs-script.tsx';
import { PageTitle } from '#ui/page-title.tsx';
import { isLocale } from '#words/locales.ts';
import { Words } from '#words/words.tsx';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.forgot'))('title') };
}

export default async function ForgotPage({ params }: { params: Promise<{ locale: string }> }) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  setRequestLocale(locale);
  const t = await getTranslations('account.forgot');
  return (
    <div className="mx-auto grid max-w-form gap-6">
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      <NeedsScript locale={locale} />
      <Words of={['account', 'failure']}>
        <Forgot />
      </Words>
    </div>
  );
}
