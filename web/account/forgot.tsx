'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { api, outcome } from '#box-office/browser.ts';
import { Link } from '#ui/link.tsx';
import { Notice } from '#ui/notice.tsx';
import { path } from '#words/locales.ts';
import { AccountForm } from './account-form.tsx';
import { mistakeIn } from './fields.ts';

/** Another password, by mail. Whether there is such an account is said to nobody. */
export function Forgot() {
  const t = useTranslations('account');
  const locale = useLocale();
  const [sent, setSent] = useState(false);
  return (
    <div className="grid gap-6">
      {sent ? (
        <Notice kind="good">{t('forgot.sent')}</Notice>
      ) : (
        <AccountForm
          fields={[{ name: 'email', label: t('field.email'), type: 'email', autoComplete: 'username', check: mistakeIn.email, refused: 'bad-email' }]}
          submit={t('forgot.submit')}
          onSubmit={async ({ email }) => {
            const { failure } = await outcome(api.POST('/api/v1/auth/password-reset', { body: { email } }));
            if (failure === undefined) setSent(true);
            return failure;
          }}
        />
      )}
      <Link href={path(locale, '/sign-in')} className="inline-flex min-h-11 items-center">
        {t('forgot.back')}
      </Link>
    </div>
  );
}
