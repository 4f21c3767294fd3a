import { expect, test } from 'vitest';
import { paged } from './paged.js';

test('a page says where the next one begins as long as one follows', () => {
  expect(paged(['a', 'b', 'c'], 2, (last) => `after ${last}`)).toEqual({ items: ['a', 'b'], nextCursor: 'after b' });
  expect(paged(['a', 'b'], 2, (last) => `after ${last}`)).toEqual({ items: ['a', 'b'] });
  expect(paged<string>([], 2, (last) => `after ${last}`)).toEqual({ items: [] });
});
