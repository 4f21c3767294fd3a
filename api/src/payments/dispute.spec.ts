import { expect, test } from 'vitest';
import { leadsOn } from './dispute.js';

test('only news that leads on counts: a dispute that is lost stays lost, whatever comes late', () => {
  const states = ['opened', 'won', 'lost'] as const;
  expect(states.map((to) => leadsOn(undefined, to))).toEqual([true, true, true]);
  expect(states.map((from) => states.filter((to) => leadsOn(from, to)))).toEqual([['won', 'lost'], ['lost'], []]);
});
