import { expect, it } from 'vitest';
import { levels } from '../load/index.js';
import { isShed, type ShedRule } from './shed.js';

const refusedAt = (rule: ShedRule, genuine = false) => levels.filter((level) => isShed(rule, level, () => genuine));

it('refuses what can wait first, newcomers late, and never what somebody needs who has been called', () => {
  expect(refusedAt({ when: 'first' })).toEqual(['busy', 'strained', 'overwhelmed']);
  expect(refusedAt({ when: 'late' })).toEqual(['overwhelmed']);
  expect(refusedAt({ when: 'never' })).toEqual([]);
});

it.each(['first', 'late'] as const)('never refuses who shows a genuine token where that counts, though everybody else is refused %s', (when) => {
  const rule: ShedRule = { when, unless: { header: 'x-admission', purpose: 'admission' } };
  expect(refusedAt(rule, true)).toEqual([]);
  expect(refusedAt(rule)).toEqual(refusedAt({ when }));
  expect(refusedAt({ when }, true)).toEqual(refusedAt({ when }));
});
