'use client';

import { useLocale, useTranslations } from 'next-intl';
import { api, outcome } from '#box-office/browser.ts';
import { Link } from '#ui/link.tsx';
import { path } from '#words/locales.ts';
import { AccountForm } from './account-form.tsx';
import { mistakeIn } from './fields.ts';

export function Password() {
  const t = useTranslations('account');
  const locale = useLocale();
  return (
    <div className="grid gap-3">
      <AccountForm
        kind="other"
        fields={[
          { name: 'currentPassword', label: t('field.current-password'), type: 'password', autoComplete: 'current-password', check: mistakeIn.password },
          { name: 'newPassword', label: t('field.new-password'), type: 'password', autoComplete: 'new-password', hint: t('field.password-rule'), check: mistakeIn.newPassword, refused: 'short-password' },
        ]}
        at={{ 'identity.wrong_password': 'currentPassword' }}
        submit={t('password.save')}
        done={t('password.saved')}
        onSubmit={async (body) => (await outcome(api.POST('/api/v1/me/password', { body }))).failure}
      />
      <p className="text-fine text-quiet">
        {t('password.none')}{' '}
        <Link href={path(locale, '/forgot')}>{t('sign-in.forgot')}</Link>
      </p>
    </div>
  );
}
