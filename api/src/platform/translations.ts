import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The languages that every word to people exists in. */
export const languages = ['pt-BR', 'es', 'en'] as const;
export type Language = (typeof languages)[number];

type Translations = Record<string, Record<Language, string>>;

const sources = join(import.meta.dirname, '..', '..', 'src');

function readTranslations(): Translations {
  const all: Translations = {};
  for (const module of readdirSync(sources, { withFileTypes: true })) {
    if (!module.isDirectory()) continue;
    try {
      Object.assign(all, JSON.parse(readFileSync(join(sources, module.name, 'translations.json'), 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return all;
}

/** One sentence per error code and language, from every module's `translations.json`. */
export const translations = readTranslations();

/** The language of ours that an Accept-Language header likes best; English when it names none. */
export function negotiateLanguage(header: string | undefined): Language {
  const wishes = (header ?? '').slice(0, 200).split(',').map((part) => {
    const [tag = '', quality] = part.trim().split(';q=');
    return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  wishes.sort((a, b) => b.quality - a.quality);
  for (const { tag } of wishes) {
    const language = languages.find((each) => tag && each.toLowerCase().startsWith(tag.split('-')[0] as string));
    if (language) return language;
  }
  return 'en';
}
