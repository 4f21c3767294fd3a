'use client';

import { useLocale, useTranslations } from 'next-intl';
import { api, outcome } from '#box-office/browser.ts';
import { forgetTickets } from '#box-office/session.ts';
import { LinkButton, Link } from '#ui/link.tsx';
import { path } from '#words/locales.ts';
import { AccountForm } from './account-form.tsx';
import { arrive } from './arrive.ts';
import { mistakeIn } from './fields.ts';

interface SignInProps {
  /** A page of this site (`returnAddress`). */
  returnTo: string;
  thirdParty: boolean;
}

/** Into one's account, and back to where one was. */
export function SignIn({ returnTo, thirdParty }: SignInProps) {
  const t = useTranslations('account');
  const locale = useLocale();
  return (
    <div className="grid gap-6">
      <AccountForm
        fields={[
          { name: 'email', label: t('field.email'), type: 'email', autoComplete: 'username', check: mistakeIn.email, refused: 'bad-email' },
          { name: 'password', label: t('field.password'), type: 'password', autoComplete: 'current-password', hint: t('sign-in.elsewhere'), check: mistakeIn.password },
        ]}
        submit={t('sign-in.submit')}
        onSubmit={async ({ email, password }) => {
          const { failure } = await outcome(api.POST('/api/v1/auth/sign-in', { body: { email, password } }));
          if (failure) return failure;
          arrive(returnTo);
          return undefined;
        }}
      />
      {thirdParty && (
        // It leads back past `arrive`: whoever comes is somebody else, maybe.
        <a href={`/api/v1/auth/oidc?return=${encodeURIComponent(returnTo)}`} onClick={() => void forgetTickets()} className="inline-flex min-h-11 items-center justify-center rounded-control border border-edge bg-raised px-5 font-semibold text-ink no-underline hover:border-light">
          {t('sign-in.third-party')}
        </a>
      )}
      <p className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <Link href={path(locale, '/forgot')} className="inline-flex min-h-11 items-center">
          {t('sign-in.forgot')}
        </Link>
      </p>
      <p className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-6">
        {t('sign-in.no-account')}
        <LinkButton href={`${path(locale, '/sign-up')}?return=${encodeURIComponent(returnTo)}`}>{t('sign-in.sign-up')}</LinkButton>
      </p>
    </div>
  );
}
