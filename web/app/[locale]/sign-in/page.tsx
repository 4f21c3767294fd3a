import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { Refused } from '#account/refused.tsx';
import { returnAddress } from '#account/return-address.ts';
import { SignIn } from '#account/sign-in.tsx';
import { offersThirdParty } from '#account/third-party.ts';
import { BesideLine } from '#line/beside-line.tsx';
import { eventOfLine } from '#line/beside.ts';
import { NeedsScript } from '#ui/needs-script.tsx';
import { PageTitle } from '#ui/page-title.tsx';
import { isLocale, path } from '#words/locales.ts';
import { Words } from '#words/words.tsx';

export const dynamic = 'force-dynamic';

interface PageProps {
  params: Promise<{ locale: string }>;
  searchParams: Promise<{ return?: string | string[]; refused?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.sign-in'))('title') };
}

export default async function SignInPage({ params, searchParams }: PageProps) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  setRequestLocale(locale);
  const asked = await searchParams;
  const t = await getTranslations('account.sign-in');
  const returnTo = returnAddress(asked.return, path(locale, '/tickets'));
  const line = eventOfLine(returnTo);
  return (
    <div className="mx-auto grid max-w-form gap-6">
      <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
      {line !== null && <BesideLine locale={locale} eventId={line} />}
      <NeedsScript locale={locale} />
      <Words of={['account', 'failure']}>
        <Refused code={asked.refused} />
        <SignIn returnTo={returnTo} thirdParty={await offersThirdParty()} />
      </Words>
    </div>
  );
}
