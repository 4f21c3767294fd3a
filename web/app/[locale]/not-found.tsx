import { getLocale, getTranslations } from 'next-intl/server';
import { EmptyState } from '#ui/empty-state.tsx';
import { LinkButton } from '#ui/link.tsx';
import { path } from '#words/locales.ts';

export default async function NotFound() {
  const [locale, t] = await Promise.all([getLocale(), getTranslations('ui')]);
  return (
    <EmptyState
      title={<h1>{t('not-found')}</h1>}
      action={
        <LinkButton kind="main" href={path(locale, '/')}>
          {t('to-home')}
        </LinkButton>
      }
    >
      {t('not-found-lead')}
    </EmptyState>
  );
}
