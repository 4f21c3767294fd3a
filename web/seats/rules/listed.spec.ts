import { expect, test } from 'vitest';
import { listedAs } from './listed.ts';

test('a seat that is taken keeps its place until the list is opened again', () => {
  const taken = new Set([2]);
  const list = (seen: Set<number>) => [1, 2, 3].map((seat) => listedAs(seen, seat, !taken.has(seat)));
  const open = new Set<number>();
  expect(list(open)).toEqual(['offered', null, 'offered']);
  taken.add(1);
  expect(list(open)).toEqual(['gone', null, 'offered']);
  taken.delete(1);
  expect(list(open)).toEqual(['offered', null, 'offered']);
  taken.add(1);
  expect(list(new Set())).toEqual([null, null, 'offered']);
});
