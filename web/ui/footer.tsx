import { getTranslations } from 'next-intl/server';
import type { Locale } from '#words/locales.ts';
import { LanguageLinks } from './language-links.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

export async function Footer({ locale }: { locale: Locale }) {
  const t = await getTranslations({ locale, namespace: 'ui' });
  return (
    <footer className="mx-auto mt-16 max-w-page border-t border-line px-4 py-8 print:hidden">
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-2">
        <LanguageLinks locale={locale} label={t('language')} />
        <ThemeSwitch label={t('theme')} />
      </div>
      <p className="mt-4 max-w-form text-fine text-quiet">{t('about')}</p>
    </footer>
  );
}
