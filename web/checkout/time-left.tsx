'use client';

import { useTranslations } from 'next-intl';
import { Countdown } from '#ui/countdown.tsx';

/** How long the places are kept: the number that matters on this page, by the server's clock. */
export function TimeLeft({ until, onOver }: { until: string; onOver(): void }) {
  const t = useTranslations('checkout');
  return (
    <p className="flex flex-wrap items-baseline justify-between gap-x-4 border-y border-line py-3">
      <span className="text-quiet">{t('time-left')}</span>
      <Countdown until={until} spokenWords={t.raw('time-spoken') as string} onOver={onOver} className="text-head font-bold" />
    </p>
  );
}
