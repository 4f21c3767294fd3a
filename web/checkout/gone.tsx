import { getTranslations } from 'next-intl/server';
import { EmptyState } from '#ui/empty-state.tsx';
import { Link, LinkButton } from '#ui/link.tsx';
import { path, type Locale } from '#words/locales.ts';

/** A reservation that has ended, or is somebody else's. */
export async function Gone({ locale }: { locale: Locale }) {
  const t = await getTranslations('checkout.gone');
  const ways = (
    <div className="flex flex-wrap items-center justify-center gap-4">
      <LinkButton kind="main" href={path(locale, '/')}>
        {t('home')}
      </LinkButton>
      <Link href={path(locale, '/orders')} className="inline-flex min-h-11 items-center">
        {t('orders')}
      </Link>
    </div>
  );
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <EmptyState title={t('title')} action={ways}>
        {t('lead')}
      </EmptyState>
    </>
  );
}
