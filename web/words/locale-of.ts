import { notFound } from 'next/navigation';
import { isLocale, type Locale } from './locales.ts';

/** The language in a page's address, or the page that says there is none such. */
export async function localeOf(params: Promise<{ locale: string }>): Promise<Locale> {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  return locale;
}
