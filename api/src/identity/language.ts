/** What Catraca speaks; the first is spoken to those who ask for nothing we know. */
export const languages = ['pt-BR', 'es', 'en'] as const;
export type Language = (typeof languages)[number];

const WEIGHTS_MAX = 20;

/** The best of our languages for an `Accept-Language` header (RFC 9110, 12.5.4): `pt-PT` is served `pt-BR`, `es-AR` `es`. */
export function negotiateLanguage(accepted: string | undefined): Language {
  const wishes = (accepted ?? '')
    .split(',', WEIGHTS_MAX)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
      return { primary: tag.split('-')[0], weight };
    })
    .filter(({ weight }) => weight > 0)
    // Array sort is stable: equal weights keep the order in which they were wished.
    .sort((a, b) => b.weight - a.weight);
  for (const { primary } of wishes) {
    if (primary === '*') return languages[0];
    const spoken = languages.find((language) => language.split('-')[0] === primary);
    if (spoken) return spoken;
  }
  return languages[0];
}
