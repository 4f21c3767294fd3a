import { expect, test } from 'vitest';
import { holderMistakes } from './choice.ts';
import { mistakesOfTold, withTold } from './holder-rules.ts';

const ana = { name: 'Ana Souza', document: '529.982.247-25' };
const bia = { name: 'Bia Lima', document: '111.444.777-35' };
const blank = { name: '', document: '' };

test('who buys has to tell of everybody, who waits only rightly of those they tell of', () => {
  const holders = [ana, blank, { name: 'Bia', document: '111.111.111-11' }, { name: ' ', document: bia.document }];
  expect([...holderMistakes({ holders }).keys()]).toEqual([1, 2, 3]);
  expect([...mistakesOfTold(holders)]).toEqual([[2, { name: false, document: true }], [3, { name: true, document: false }]]);
});

test('what was told while waiting stands in the checkout, in its order', () => {
  expect(withTold([{ name: 'Ana', document: '' }, blank], [ana, bia])).toEqual([ana, bia]);
  expect(withTold([blank, blank], [bia]), 'fewer were told').toEqual([bia, blank]);
  expect(withTold([blank], [ana, bia]), 'fewer are bought').toEqual([ana]);
});

test('nothing is written over, and nothing that would be refused is filled in', () => {
  expect(withTold([{ name: 'Ana', document: '5' }, blank], [bia])).toBeNull();
  expect(withTold([blank], [])).toBeNull();
  expect(withTold([blank], [{ name: 'Bia', document: '123' }])).toBeNull();
  expect(withTold([], [ana])).toBeNull();
});
