import type words from '#words/pt.json';

/** What a line says while it lives: in the browser, and on the page without JavaScript. */
export type LiveWords = typeof words.line.live;
export type PageWords = typeof words.line.page;
/** The house's header and footer, which every page has. */
export type HouseWords = typeof words.ui;
export type PlainWords = typeof words.line.plain;

/** A sentence with its `{holes}` filled. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
