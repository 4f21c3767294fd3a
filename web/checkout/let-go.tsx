'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { api, outcome } from '#box-office/browser.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { path } from '#words/locales.ts';

/** Who changes their mind gives the places to somebody else at once. */
export function LetGo({ holdId, eventId }: { holdId: string; eventId: string }) {
  const t = useTranslations('checkout');
  const locale = useLocale();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const letGo = async (): Promise<void> => {
    setBusy(true);
    const { failure } = await outcome(api.DELETE('/api/v1/holds/{holdId}', { params: { path: { holdId } } }));
    if (failure === undefined) router.replace(path(locale, `/events/${eventId}`));
    // Refused or not heard: the hold ends by itself, and nothing is lost by staying.
    else setAsking(false);
    setBusy(false);
  };
  return (
    <>
      <Button kind="quiet" onClick={() => setAsking(true)}>
        {t('let-go')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('let-go')}
        closeLabel={t('let-go-no')}
        actions={
          <Button kind="danger" busy={busy} onClick={() => void letGo()}>
            {t('let-go-yes')}
          </Button>
        }
      >
        {t('let-go-ask')}
      </Dialog>
    </>
  );
}
