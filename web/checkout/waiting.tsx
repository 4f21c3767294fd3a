'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '#ui/button.tsx';
import { Countdown } from '#ui/countdown.tsx';
import { LinkButton } from '#ui/link.tsx';
import { Notice } from '#ui/notice.tsx';
import { Spinner } from '#ui/spinner.tsx';
import { path } from '#words/locales.ts';

/** Nothing was decided yet: the bank is being asked, and nobody shall pay twice. */
export function Asking({ deadline }: { deadline: string }) {
  const t = useTranslations('checkout');
  return (
    <Calm sign={<Spinner className="size-14 text-light" />} title={t('asking.title')} lead={t('asking.lead')}>
      <p className="flex flex-wrap items-baseline justify-center gap-3">
        <span className="text-quiet">{t('time-left')}</span>
        <Countdown until={deadline} className="text-head font-bold" />
      </p>
    </Calm>
  );
}

/** The question may have arrived. It is asked again by itself; a tap asks at once. */
export function Silent({ onHurry }: { onHurry(): void }) {
  const t = useTranslations('checkout.silent');
  return (
    <Notice kind="bad" title={t('title')}>
      <p>{t('lead')}</p>
      <Button kind="main" className="mt-3" onClick={onHurry}>
        {t('hurry')}
      </Button>
    </Notice>
  );
}

/** For the moment before the order's page is there, and for who comes back. */
export function Paid({ orderId }: { orderId: string }) {
  const t = useTranslations('checkout.paid');
  return (
    <Calm sign={<span aria-hidden="true" className="text-poster leading-none text-good">✓</span>} title={t('title')} lead={t('lead')}>
      <LinkButton kind="main" href={path(useLocale(), `/orders/${orderId}`)}>
        {t('open')}
      </LinkButton>
    </Calm>
  );
}

function Calm({ sign, title, lead, children }: { sign: ReactNode; title: string; lead: string; children: ReactNode }) {
  return (
    <div role="status" className="grid justify-items-center gap-4 py-10 text-center">
      {sign}
      <p className="text-head font-bold">{title}</p>
      <p className="max-w-form text-lead text-quiet">{lead}</p>
      {children}
    </div>
  );
}
