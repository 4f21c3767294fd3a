import type { Tx } from '#platform';
import { searchWords } from './event.js';
import { searchSources, writeSearchTexts } from './event.repository.js';

/** Brings what the search finds these events by up to date with their texts and their venues'. */
export async function indexForSearch(tx: Tx, eventIds: string[]): Promise<void> {
  const sources = await searchSources(tx, eventIds);
  await writeSearchTexts(tx, sources.map(({ id, text }) => ({ id, text: searchWords(text).join(' ') })));
}
