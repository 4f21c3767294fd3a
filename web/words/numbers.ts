/**
 * Numbers of a language, wherever they stand: amounts, counts, figures. Spanish parts its thousands from five digits on (1234, 12.345), as its academies
 * have it and the sentences' formatter does (CLDR's `es`); the tag that amounts are written by (`es-AR`) would part four, too, and one page would have both.
 */
export function numberFormat(languageTag: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return new Intl.NumberFormat(languageTag, { ...options, useGrouping: languageTag.startsWith('es') ? 'min2' : 'auto' });
}
