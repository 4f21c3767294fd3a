import { expect, test } from 'vitest';
import { retryAfterOf } from './gateway-http.js';

const now = Date.parse('2026-11-25T20:00:00Z');

test.each([
  ['5', 5],
  ['0', 0],
  ['Wed, 25 Nov 2026 20:01:30 GMT', 90],
  ['Wed, 25 Nov 2026 19:00:00 GMT', 0],
  ['soon', undefined],
  ['-1', undefined],
  [undefined, undefined],
  [['1', '2'], undefined],
])('Retry-After: %s is %s seconds', (header, seconds) => {
  expect(retryAfterOf(header, now)).toBe(seconds);
});
