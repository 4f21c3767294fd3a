import { expect, test } from 'vitest';
import { describeStatements, grownStatements, type Statement } from './statements.ts';

const statement = (text: string, pages: number, rows = 1): Statement => ({ text, calls: 10, rows, pages, ms: 1 });

test('a statement that reads ten times as many pages is named, one that meets a deeper tree is not', () => {
  const small = [statement('delete from log', 1_500), statement('select by key', 30)];
  const large = [statement('delete from log', 15_000), statement('select by key', 40)];
  expect(grownStatements(small, large).map(({ text, pagesBefore }) => [text, pagesBefore])).toEqual([['delete from log', 1_500]]);
});

test('more pages for more rows are no growth', () => {
  expect(grownStatements([statement('insert', 100, 10)], [statement('insert', 1_000, 100)])).toEqual([]);
  expect(grownStatements([statement('insert', 100, 10)], [statement('insert', 2_000, 100)])).toHaveLength(1);
});

test('the dearest comes first, and what was never called before is said to be new', () => {
  const grown = grownStatements([statement('a', 10)], [statement('a', 100), statement('b', 900)]);
  expect(grown.map(({ text }) => text)).toEqual(['b', 'a']);
  expect(describeStatements(grown)).toContain('new → 900 pages');
});

test('no growth is said in a sentence', () => {
  expect(describeStatements([])).toContain('No statement');
});
