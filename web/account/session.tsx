'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { api, outcome } from '#box-office/browser.ts';
import type { Failure } from '#box-office/problem.ts';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { path } from '#words/locales.ts';
import { leave } from './arrive.ts';
import { Failed } from './failed.tsx';

/** The way out. */
export function SignOut() {
  const t = useTranslations('account.session');
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const signOut = async (): Promise<void> => {
    setBusy(true);
    const answer = await outcome(api.POST('/api/v1/auth/sign-out'));
    setBusy(false);
    if (answer.failure) setFailure(answer.failure);
    else leave(path(locale, '/'));
  };
  return (
    <div className="grid justify-items-start gap-3">
      {failure && <Failed failure={failure} />}
      <Button busy={busy} onClick={() => void signOut()}>
        {t('sign-out')}
      </Button>
    </div>
  );
}

/** The link that proves an address, once more. */
export function VerifyAgain() {
  const t = useTranslations('account.page');
  const [said, setSaid] = useState<'sent' | Failure>();
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    const { failure } = await outcome(api.POST('/api/v1/me/verification'));
    setBusy(false);
    setSaid(failure ?? 'sent');
  };
  if (said === 'sent') return <Notice kind="good">{t('verify-sent')}</Notice>;
  return (
    <div className="grid justify-items-start gap-3">
      {said && <Failed failure={said} />}
      <Button busy={busy} onClick={() => void send()}>
        {t('verify-again')}
      </Button>
    </div>
  );
}
