'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import { api, outcome } from '#box-office/browser.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';
import { saveFile } from '#ui/save-file.ts';

/** The statement as a file for a spreadsheet; the days are told by the server, so that both sides make the same page. */
export function Statement({ firstDay, lastDay }: { firstDay: string; lastDay: string }) {
  const t = useTranslations('wallet.statement');
  const [from, setFrom] = useState(firstDay);
  const [to, setTo] = useState(lastDay);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<'failed' | 'order'>();
  const download = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailed(undefined);
    const { data, failure } = await outcome(api.GET('/api/v1/wallet/statement', { params: { query: { from, to } }, headers: { accept: 'text/csv' }, parseAs: 'blob' }));
    setBusy(false);
    if (failure) setFailed(failure.status === 400 ? 'order' : 'failed');
    else saveFile(data as unknown as Blob, `catraca-${from}-${to}.csv`);
  };
  return (
    <form method="post" onSubmit={(event) => void download(event)} className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('from')} type="date" value={from} max={to} required onChange={(event) => setFrom(event.target.value)} />
        <Field label={t('to')} type="date" value={to} min={from} required onChange={(event) => setTo(event.target.value)} />
      </div>
      {failed && <Notice kind="bad">{t(failed)}</Notice>}
      <Button type="submit" busy={busy} className="justify-self-start">
        {t('download')}
      </Button>
    </form>
  );
}
