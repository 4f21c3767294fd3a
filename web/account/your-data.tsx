'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { api, outcome } from '#box-office/browser.ts';
import type { Failure } from '#box-office/problem.ts';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { formatMoney } from '#ui/money.tsx';
import { saveFile } from '#ui/save-file.ts';
import { path } from '#words/locales.ts';
import { AccountForm } from './account-form.tsx';
import { leave } from './arrive.ts';
import { Failed } from './failed.tsx';
import { balancesLeft } from './fields.ts';

/** All that is kept about somebody, as a file. */
export function Download() {
  const t = useTranslations('account.data');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const download = async (): Promise<void> => {
    setBusy(true);
    const answer = await outcome(api.GET('/api/v1/me/export', { parseAs: 'blob' }));
    setBusy(false);
    setFailure(answer.failure);
    if (answer.failure === undefined) saveFile(answer.data as unknown as Blob, 'catraca.json');
  };
  return (
    <div className="grid justify-items-start gap-3">
      {failure && <Failed failure={failure} />}
      <Button busy={busy} onClick={() => void download()}>
        {t('download')}
      </Button>
    </div>
  );
}

/** The end of an account: what is lost is said first, and money is given up only by a word of its own. */
export function Deletion() {
  const t = useTranslations('account');
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const [left, setLeft] = useState<{ amountCents: number; currency: string }[]>([]);
  const [giveUpBalance, setGiveUpBalance] = useState(false);
  if (!open) {
    return (
      <Button kind="danger" className="justify-self-start" onClick={() => setOpen(true)}>
        {t('deletion.open')}
      </Button>
    );
  }
  return (
    <div className="grid gap-3">
      <AccountForm
        kind="danger"
        // Who came by a third party has no password here; the box office says whether it wants one.
        fields={[{ name: 'password', label: t('deletion.password'), type: 'password', autoComplete: 'current-password', check: () => undefined }]}
        at={{ 'identity.wrong_password': 'password' }}
        submit={t('deletion.confirm')}
        onSubmit={async ({ password }) => {
          const { failure } = await outcome(api.DELETE('/api/v1/me', { body: { giveUpBalance, ...(password !== '' && { password }) } }));
          if (failure === undefined) leave(path(locale, '/'));
          else setLeft(balancesLeft(failure.data));
          return failure;
        }}
      >
        {left.map((balance) => (
          <Checkbox
            key={balance.currency}
            label={t('deletion.give-up', { amount: formatMoney(locale, balance) })}
            checked={giveUpBalance}
            onChange={(event) => setGiveUpBalance(event.target.checked)}
          />
        ))}
      </AccountForm>
      <Button kind="quiet" onClick={() => setOpen(false)}>
        {t('deletion.cancel')}
      </Button>
    </div>
  );
}
