import { expect, test } from 'vitest';
import { negotiateLanguage } from './language.js';

test.each([
  [undefined, 'pt-BR'],
  ['', 'pt-BR'],
  ['es-AR,es;q=0.9,en;q=0.8', 'es'],
  ['pt-PT', 'pt-BR'],
  ['fr, en;q=0.7, es;q=0.9', 'es'],
  ['de-DE,fr', 'pt-BR'],
  ['en;q=0, es;q=0.1', 'es'],
  ['*', 'pt-BR'],
  ['fr;q=nonsense, EN', 'en'],
])('Accept-Language %j is answered in %s', (header, language) => {
  expect(negotiateLanguage(header)).toBe(language);
});
