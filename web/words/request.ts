import { getRequestConfig } from 'next-intl/server';
import { isLocale, locales } from './locales.ts';

const words = {
  pt: () => import('./pt.json'),
  es: () => import('./es.json'),
  en: () => import('./en.json'),
};

/** What next-intl asks for every page: its language comes from the address and from nowhere else, so a page can be static. */
// oxlint-disable-next-line typescript/no-deprecated -- what replaces it (next/root-params) does not reach route handlers and pictures
export default getRequestConfig(async ({ requestLocale }) => {
  const asked = await requestLocale;
  const locale = isLocale(asked) ? asked : locales[0];
  // Hours are an event's own, so whoever formats one says the zone; this is for what has none.
  return { locale, messages: (await words[locale]()).default, timeZone: 'America/Sao_Paulo' };
});
