/** Languages of the pages; the first is the house's own. */
export const locales = ['pt', 'es', 'en'] as const;

export type Locale = (typeof locales)[number];

/** How each is called in HTTP headers, by the API and by Intl: Portuguese as in Brazil, Spanish as in Latin America. */
export const languageTags: Record<Locale, string> = { pt: 'pt-BR', es: 'es-419', en: 'en' };

/**
 * How numbers, money and hours are written. The sentences' formatter knows a page's Spanish as `es`, which puts a comma before the cents, as this house's neighbours do;
 * Intl's Latin American Spanish puts a point there, as in Mexico, and one screen would have both.
 */
export const formatTags: Record<Locale, string> = { ...languageTags, es: 'es-AR' };

/** As the API knows them. */
export const apiLanguages: Record<Locale, 'pt-BR' | 'es' | 'en'> = { pt: 'pt-BR', es: 'es', en: 'en' };

export const languageNames: Record<Locale, string> = { pt: 'Português', es: 'Español', en: 'English' };

export function isLocale(text: string | undefined): text is Locale {
  return text !== undefined && (locales as readonly string[]).includes(text);
}

/** The address of a page in a language: `path('es', '/tickets')` is `/es/tickets`. */
export function path(locale: Locale, to: string): string {
  return to === '/' ? `/${locale}` : `/${locale}${to}`;
}

/** The language that a browser would rather read, by its `Accept-Language`. */
export function preferred(acceptLanguage: string | undefined): Locale {
  const wishes = (acceptLanguage ?? '')
    .slice(0, WISHES_LENGTH_MAX)
    .split(',')
    .map((wish) => {
      const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality.split('=')[1]) || 0 };
    })
    .filter(({ language, quality }) => quality > 0 && isLocale(language))
    .sort((a, b) => b.quality - a.quality);
  return (wishes[0]?.language as Locale | undefined) ?? locales[0];
}

// Browsers send some ten languages; what is longer is somebody's joke.
const WISHES_LENGTH_MAX = 500;
