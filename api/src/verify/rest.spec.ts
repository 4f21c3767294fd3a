import { expect, test } from 'vitest';
import { readRest } from './rest.js';

test('a quarter of an hour is left out unless somebody knows better', () => {
  expect(readRest(['--fresh'])).toEqual({ rest: '900 seconds', usual: true, others: ['--fresh'] });
  expect(readRest(['--rest-seconds', '2', '--fresh'])).toEqual({ rest: '2 seconds', usual: false, others: ['--fresh'] });
});

test.each([['0'], ['-1'], ['1.5'], ['soon'], ['86401'], []])('%j is no rest', (...seconds) => {
  expect(() => readRest(['--rest-seconds', ...seconds])).toThrow('--rest-seconds is');
});
