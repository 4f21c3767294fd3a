import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import pt from './pt.json' with { type: 'json' };

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): Map<string, string> {
  const all = Object.entries(tree).map(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)]));
  return new Map(all.flat());
}

/** Names of what a sentence is filled with: `{count}` and `{count, plural, …}` are both `count`; tags are `<b>`. */
function holes(sentence: string): string[] {
  const names = [...sentence.matchAll(/\{\s*([a-zA-Z]\w*)\s*[,}]/g), ...sentence.matchAll(/<([a-z]\w*)>/g)].map((match) => match[1]!);
  return [...new Set(names)].sort();
}

const portuguese = flat(pt);

test.each([['Spanish', es], ['English', en]] as const)('%s says all that Portuguese says, and nothing else', (_, words) => {
  expect([...flat(words as Tree).keys()].sort()).toEqual([...portuguese.keys()].sort());
});

test.each([['Spanish', es], ['English', en]] as const)('%s fills its sentences with the same things', (_, words) => {
  const different = [...flat(words as Tree)].filter(([key, sentence]) => holes(sentence).join() !== holes(portuguese.get(key) ?? '').join());
  expect(different.map(([key]) => key)).toEqual([]);
});

test.each([['pt', pt], ['es', es], ['en', en]] as const)('every sentence of %s can be read by the formatter, and none is empty', (locale, words) => {
  const broken: string[] = [];
  const translate = createTranslator({ locale, messages: words as unknown as Record<string, string>, onError: (error) => broken.push(error.message) });
  for (const [key, sentence] of flat(words as Tree)) {
    const values = Object.fromEntries(holes(sentence).map((name) => [name, sentence.includes(`<${name}>`) ? (chunks: unknown) => String(chunks) : 2]));
    if (sentence.trim() === '') broken.push(`${key} is empty`);
    (translate as unknown as { markup(key: string, values: object): string }).markup(key, values);
  }
  expect(broken).toEqual([]);
});

// Forms that only "tú" has; a word that "usted" has too (elige, entra, vuelve) cannot tell.
const FAMILIAR = /(?<!\p{L})(tú|tu|tus|tuy[oa]s?|ti|contigo|te|puedes|tienes|quieres|quieras|eliges|pagas|confirmas|pasarías|toca|deja|indica|inténtalo|elige tus?|elige un)(?!\p{L})/iu;

test('Spanish says "usted" everywhere, as it began', () => {
  expect([...flat(es)].filter(([, sentence]) => FAMILIAR.test(sentence))).toEqual([]);
});

test('in Portuguese a row of seats is one thing and the line another', () => {
  expect(new Set([pt.tickets.row, pt.seats.row.replace(' {row}', '')])).toEqual(new Set(['Fileira']));
});
