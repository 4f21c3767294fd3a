'use client';

import { usePathname } from 'next/navigation';
import { languageNames, languageTags, locales, type Locale } from '#words/locales.ts';

// A year; only which language somebody reads.
const REMEMBERED_SECONDS = 31_536_000;

/** The same page in the other languages. The choice is remembered for the address without a language. */
export function LanguageLinks({ locale, label }: { locale: Locale; label: string }) {
  const rest = (usePathname() ?? `/${locale}`).replace(/^\/[a-z]{2}(?=\/|$)/, '');
  const remember = (choice: Locale): void => {
    document.cookie = `catraca_language=${choice};path=/;max-age=${REMEMBERED_SECONDS};samesite=lax`;
  };
  return (
    <nav aria-label={label} className="flex flex-wrap gap-x-4">
      {locales.map((other) => (
        <a
          key={other}
          href={`/${other}${rest}`}
          hrefLang={languageTags[other]}
          lang={languageTags[other]}
          aria-current={other === locale ? 'true' : undefined}
          onClick={() => remember(other)}
          className="inline-flex min-h-11 items-center font-semibold aria-current:text-ink aria-current:no-underline"
        >
          {languageNames[other]}
        </a>
      ))}
    </nav>
  );
}
