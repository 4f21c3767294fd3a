import { getTranslations } from 'next-intl/server';
import { path, type Locale } from '#words/locales.ts';
import { AccountLink } from './account-link.tsx';
import { Link } from './link.tsx';
import { TurnstileDrawing } from './turnstile.tsx';

export async function Header({ locale }: { locale: Locale }) {
  const t = await getTranslations({ locale, namespace: 'ui' });
  return (
    <header className="mx-auto flex max-w-page items-center justify-between gap-4 px-4 py-3 max-[379px]:gap-2 max-[339px]:px-3 print:hidden">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-raised focus:p-3">
        {t('skip')}
      </a>
      <Link href={path(locale, '/')} className="flex min-h-11 shrink-0 items-center gap-2 text-ink no-underline">
        <svg viewBox="-50 -50 100 100" aria-hidden="true" className="size-9 text-light max-[379px]:size-7">
          <TurnstileDrawing />
        </svg>
        <span className="font-display text-head font-extrabold uppercase max-[379px]:text-title">Catraca</span>
      </Link>
      <nav aria-label={t('menu')} className="flex min-w-0 items-center gap-5 max-[379px]:gap-3 max-[379px]:text-fine">
        <Link href={path(locale, '/tickets')} className="inline-flex min-h-11 shrink-0 items-center font-semibold whitespace-nowrap">
          {t('my-tickets')}
        </Link>
        <AccountLink account={t('account')} signIn={t('sign-in')} accountHref={path(locale, '/account')} signInHref={path(locale, '/sign-in')} />
      </nav>
    </header>
  );
}
