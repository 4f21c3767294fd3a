'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { findHold, releaseHold, type Hold } from '#box-office/holds.ts';
import { Button } from '#ui/button.tsx';
import { Countdown } from '#ui/countdown.tsx';
import { LinkButton } from '#ui/link.tsx';
import { Notice } from '#ui/notice.tsx';
import { path } from '#words/locales.ts';
import { forgetHold, rememberedHold } from './purchase.ts';

/** Who comes back from the checkout still holds something: on with it, or let it go. Who has paid sees that, too, and does not pay again. */
export function HeldBefore({ eventId }: { eventId: string }) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const [hold, setHold] = useState<Hold | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const id = rememberedHold(eventId);
    if (id === null) return;
    let left = false;
    void findHold(id).then(({ data, failure }) => {
      if (data?.state === 'held' || data?.state === 'confirmed') return left || setHold(data);
      if (data || failure?.status === 404) forgetHold(eventId);
      return undefined;
    });
    return () => {
      left = true;
    };
  }, [eventId]);
  if (!hold) return null;
  if (hold.state === 'confirmed') {
    return (
      <Notice kind="good" title={t('bought-before', { count: hold.items.length })}>
        <LinkButton href={path(locale, '/tickets')} className="mt-3">
          {t('to-tickets')}
        </LinkButton>
      </Notice>
    );
  }
  const over = () => {
    forgetHold(eventId);
    setHold(null);
  };
  const letGo = async () => {
    setBusy(true);
    const { failure } = await releaseHold(hold.id);
    setBusy(false);
    if (!failure || failure.status < 500) over();
  };
  return (
    <Notice title={t('held-before', { count: hold.items.length })}>
      <p className="text-quiet">{hold.items.map(({ label }) => label).join(' · ')}</p>
      <p>
        {t('held-until')} <Countdown until={hold.expiresAt} onOver={over} className="font-bold" />
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
