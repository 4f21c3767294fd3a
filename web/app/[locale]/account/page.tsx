import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { Password } from '#account/password.tsx';
import { need } from '#account/private-page.ts';
import { Profile } from '#account/profile.tsx';
import { SignOut, VerifyAgain } from '#account/session.tsx';
import { Sessions } from '#account/sessions.tsx';
import { Deletion, Download } from '#account/your-data.tsx';
import { outcome, personal } from '#box-office/server.ts';
import { formatInstant } from '#ui/instant.tsx';
import { LinkButton } from '#ui/link.tsx';
import { PageTitle } from '#ui/page-title.tsx';
import { isLocale, path } from '#words/locales.ts';
import { Words } from '#words/words.tsx';

export const dynamic = 'force-dynamic';

// An account has no place; its days are told as in most of the house's country.
const USUAL_ZONE = 'America/Sao_Paulo';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.page'))('title') };
}

export default async function AccountPage({ params }: { params: Promise<{ locale: string }> }) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  setRequestLocale(locale);
  const { user, session, previous } = need(locale, '/account', await outcome((await personal(locale)).GET('/api/v1/auth/session')));
  const t = await getTranslations('account');
  const words = { orders: (await getTranslations('orders'))('title'), tickets: (await getTranslations('tickets'))('title'), wallet: (await getTranslations('wallet'))('title') };
  const day = (at: string): string => formatInstant(locale, at, USUAL_ZONE, 'full day');
  return (
    <div className="mx-auto grid max-w-form gap-10">
      <div className="grid gap-4">
        <PageTitle lead={t('page.lead')}>{t('page.title')}</PageTitle>
        <nav aria-label={t('page.title')} className="flex flex-wrap gap-3">
          <LinkButton href={path(locale, '/tickets')}>{words.tickets}</LinkButton>
          <LinkButton href={path(locale, '/orders')}>{words.orders}</LinkButton>
          <LinkButton href={path(locale, '/wallet')}>{words.wallet}</LinkButton>
        </nav>
      </div>
      <Words of={['account', 'failure']}>
        <Part title={t('profile.title')}>
          <p>
            {user.email}
            <span className="block text-fine text-quiet">
              {t(user.verifiedAt === null ? 'page.unverified' : 'page.verified')} {t('page.since', { date: day(user.createdAt) })}
            </span>
          </p>
          {user.verifiedAt === null && <VerifyAgain />}
          <Profile user={user} />
        </Part>
        <Part title={t('password.title')}>
          <Password />
        </Part>
        <Part title={t('session.title')}>
          <p className="text-quiet">{t('session.lead')}</p>
          <Sessions locale={locale} session={session} previous={previous} />
          <SignOut />
        </Part>
        <Part title={t('data.title')}>
          <p className="text-quiet">{t('data.lead')}</p>
          <Download />
        </Part>
        <Part title={t('deletion.title')}>
          <p className="text-quiet">{t('deletion.lead')}</p>
          <Deletion />
        </Part>
      </Words>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-4 border-t border-line pt-6">
      <h2 className="text-title font-bold">{title}</h2>
      {children}
    </section>
  );
}
