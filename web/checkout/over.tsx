'use client';

import { useLocale, useTranslations } from 'next-intl';
import { EmptyState } from '#ui/empty-state.tsx';
import { LinkButton } from '#ui/link.tsx';
import { path } from '#words/locales.ts';

/** Nothing more comes of it: what happened, and where to start again. */
export function Over({ eventId, why }: { eventId: string; why: 'hold' | 'released' | 'window' | 'conflicted' }) {
  const t = useTranslations('checkout.over');
  const again = (
    <LinkButton kind="main" href={path(useLocale(), `/events/${eventId}`)}>
      {t('again')}
    </LinkButton>
  );
  return (
    <div role="status">
      <EmptyState title={t(why === 'conflicted' || why === 'released' ? `${why}-title` : 'title')} action={again}>
        {t(why)}
      </EmptyState>
    </div>
  );
}
