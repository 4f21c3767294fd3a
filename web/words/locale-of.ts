import { setRequestLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { isLocale, type Locale } from './locales.ts';

/** The language in a page's address, told to whoever translates in it; or the page that says there is none such. */
export async function localeOf(params: Promise<{ locale: string }>): Promise<Locale> {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  // oxlint-disable-next-line typescript/no-deprecated -- what replaces it (next/root-params) does not reach route handlers and pictures
  setRequestLocale(locale);
  return locale;
}
