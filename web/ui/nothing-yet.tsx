import { getTranslations } from 'next-intl/server';
import { path, type Locale } from '#words/locales.ts';
import { EmptyState } from './empty-state.tsx';
import { LinkButton } from './link.tsx';

/** A list of somebody's that has nothing in it yet, and the way to something. */
export async function NothingYet({ of, locale }: { of: 'orders' | 'tickets'; locale: Locale }) {
  const t = await getTranslations(`${of}.empty`);
  const action = (
    <LinkButton kind="main" href={path(locale, '/')}>
      {t('action')}
    </LinkButton>
  );
  return (
    <EmptyState title={t('title')} action={action}>
      {t('lead')}
    </EmptyState>
  );
}
