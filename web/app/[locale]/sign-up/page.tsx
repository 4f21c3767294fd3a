import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { returnAddress } from '#account/return-address.ts';
import { SignUp } from '#account/sign-up.tsx';
import { BesideLine } from '#line/beside-line.tsx';
import { eventOfLine } from '#line/beside.ts';
import { NeedsScript } from '#ui/needs-script.tsx';
import { PageTitle } from '#ui/page-title.tsx';
import { isLocale, path } from '#words/locales.ts';
import { Words } from '#words/words.tsx';

export const dynamic = 'force-dynamic';

interface PageProps {
  params: Promise<{ locale: string }>;
  searchParams: Promise<{ return?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.sign-up'))('title') };
}

export default async function SignUpPage({ params, searchParams }: PageProps) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  setRequestLocale(locale);
  const t = await getTranslations('account.sign-up');
  const returnTo = returnAddress((await searchParams).return, path(locale, '/'));
  const line = eventOfLine(returnTo);
  return (
    <div className="mx-auto grid max-w-form gap-6">
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      {line !== null && <BesideLine locale={locale} eventId={line} />}
      <NeedsScript locale={locale} />
      <Words of={['account', 'failure']}>
        <SignUp returnTo={returnTo} />
      </Words>
    </div>
  );
}
