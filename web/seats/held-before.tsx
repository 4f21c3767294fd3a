'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { releaseHold, type Hold } from '#box-office/holds.ts';
import { Button } from '#ui/button.tsx';
import { Countdown } from '#ui/countdown.tsx';
import { LinkButton } from '#ui/link.tsx';
import { Notice } from '#ui/notice.tsx';
import { path } from '#words/locales.ts';

/** Who comes back from the checkout still holds something: on with it, or let it go. Who has paid sees that, too, and does not pay again. */
export function HeldBefore({ hold, onOver }: { hold: Hold; onOver: () => void }) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  if (hold.state === 'confirmed') {
    return (
      <Notice kind="good" title={t('bought-before')}>
        <LinkButton href={path(locale, '/orders')} className="mt-3">
          {t('to-orders')}
        </LinkButton>
      </Notice>
    );
  }
  const letGo = async () => {
    setBusy(true);
    await releaseHold(hold.id);
    setBusy(false);
    // Let go, or refused since it is paid: looked at, either way.
    onOver();
  };
  return (
    <Notice title={t('held-before', { count: hold.items.length })}>
      <p className="text-quiet">{hold.items.map(({ label }) => label).join(' · ')}</p>
      <p>
        {t('held-until')} <Countdown until={hold.expiresAt} onOver={onOver} className="font-bold" />
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <LinkButton href={path(locale, `/checkout/${hold.id}`)}>{t('to-checkout')}</LinkButton>
        <Button kind="quiet" busy={busy} onClick={() => void letGo()}>
          {t('let-go')}
        </Button>
      </div>
    </Notice>
  );
}
