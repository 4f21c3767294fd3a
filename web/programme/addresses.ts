import type { Metadata } from 'next';
import { languageTags, locales, path, type Locale } from '#words/locales.ts';

/** Where the box office is reached from outside; links that leave the page (shared, indexed) begin with it. */
export const publicOrigin = (): string => new URL(process.env['PUBLIC_URL'] ?? 'http://localhost:3000').origin;

/** The page's one true address and the same page in the other languages, for search engines. */
export function addresses(locale: Locale, to: string): NonNullable<Metadata['alternates']> {
  const at = (each: Locale): string => `${publicOrigin()}${path(each, to)}`;
  return { canonical: at(locale), languages: { ...Object.fromEntries(locales.map((each) => [languageTags[each], at(each)])), 'x-default': at(locales[0]) } };
}

/** What a page says of itself: for the tab, for search engines, for whoever it is sent to. */
export function about(locale: Locale, to: string, { title, description }: { title: string; description: string }): Metadata {
  return {
    metadataBase: new URL(publicOrigin()),
    title, description,
    alternates: addresses(locale, to),
    openGraph: { title, description, url: `${publicOrigin()}${path(locale, to)}`, siteName: 'Catraca', locale: languageTags[locale].replace('-', '_'), type: 'website' },
    twitter: { card: 'summary_large_image', title, description },
  };
}
