import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schemaFile, schemaText } from './schema-text.ts';

test('the client knows the API as the repository describes it (`npm run api-types` in web/ writes it anew)', async () => {
  expect(readFileSync(schemaFile, 'utf8') === (await schemaText())).toBe(true);
});
