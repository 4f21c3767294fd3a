'use client';

import { useLocale, useTranslations } from 'next-intl';
import { api, outcome } from '#box-office/browser.ts';
import { LinkButton } from '#ui/link.tsx';
import { apiLanguages, path } from '#words/locales.ts';
import { AccountForm } from './account-form.tsx';
import { arrive } from './arrive.ts';
import { mistakeIn } from './fields.ts';

/** A new account, signed in at once. Its mails come in the page's language. */
export function SignUp({ returnTo }: { returnTo: string }) {
  const t = useTranslations('account');
  const locale = useLocale();
  return (
    <div className="grid gap-6">
      <AccountForm
        fields={[
          { name: 'name', label: t('field.name'), autoComplete: 'name', check: mistakeIn.name, refused: 'bad-name' },
          { name: 'email', label: t('field.email'), type: 'email', autoComplete: 'username', check: mistakeIn.email, refused: 'bad-email' },
          { name: 'password', label: t('field.password'), type: 'password', autoComplete: 'new-password', hint: t('field.password-rule'), check: mistakeIn.newPassword, refused: 'short-password' },
        ]}
        at={{ 'identity.email_taken': 'email' }}
        submit={t('sign-up.submit')}
        onSubmit={async ({ name, email, password }) => {
          const { failure } = await outcome(api.POST('/api/v1/auth/sign-up', { body: { name, email, password, language: apiLanguages[locale] } }));
          if (failure) return failure;
          arrive(returnTo);
          return undefined;
        }}
      />
      <p className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-6">
        {t('sign-up.has-account')}
        <LinkButton href={`${path(locale, '/sign-in')}?return=${encodeURIComponent(returnTo)}`}>{t('sign-up.sign-in')}</LinkButton>
      </p>
    </div>
  );
}
