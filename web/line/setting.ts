import assets from '#line/built.json';
import en from '#words/en.json';
import es from '#words/es.json';
import type { Locale } from '#words/locales.ts';
import pt from '#words/pt.json';
import type { Setting } from './page.ts';

const words = { pt, es, en };

/** What the line's pages are made with, on the server. */
export function settingOf(locale: Locale): Setting {
  const { ui: house, line } = words[locale];
  return { locale, words: { house, ...line }, assets };
}
