import { expect, test } from 'vitest';
import { Kept } from './kept.ts';

const size = (text: string): number => text.length;

test('work is done once, also for those who ask while it is done', async () => {
  const kept = new Kept<string>(100, size);
  let made = 0;
  const make = async (): Promise<string> => `${(made += 1)}`;
  expect(await Promise.all([kept.get('a', make), kept.get('a', make)])).toEqual(['1', '1']);
  expect(await kept.get('a', make)).toBe('1');
});

test('what was used least lately goes when there is no room', async () => {
  const kept = new Kept<string>(10, size);
  await kept.get('a', async () => 'aaaa');
  await kept.get('b', async () => 'bbbb');
  await kept.get('a', async () => 'never');
  await kept.get('c', async () => 'cccc');
  expect(await kept.get('a', async () => 'anew')).toBe('aaaa');
  expect(await kept.get('b', async () => 'anew')).toBe('anew');
});

test('what failed is tried again', async () => {
  const kept = new Kept<string>(10, size);
  await expect(kept.get('a', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await kept.get('a', async () => 'well')).toBe('well');
});
