'use client';

import { useLocale, useTranslations } from 'next-intl';
import { EmptyState } from '#ui/empty-state.tsx';
import { LinkButton } from '#ui/link.tsx';
import { path } from '#words/locales.ts';

/** The time is over: what happened, and where to start again. */
export function Over({ eventId, ordered }: { eventId: string; ordered: boolean }) {
  const t = useTranslations('checkout.over');
  const again = (
    <LinkButton kind="main" href={path(useLocale(), `/events/${eventId}`)}>
      {t('again')}
    </LinkButton>
  );
  return (
    <div role="status">
      <EmptyState title={t('title')} action={again}>
        {t(ordered ? 'window' : 'hold')}
      </EmptyState>
    </div>
  );
}
