import { afterEach, expect, test, vi } from 'vitest';
import { Clock } from './clock.ts';
import { Random } from './random.ts';

const clock = new Clock();
afterEach(() => clock.stop());
afterEach(() => vi.restoreAllMocks());

test('what is due happens in the order of its time, whatever the order it was planned in', () => {
  vi.spyOn(Date, 'now').mockReturnValue(Date.now());
  const random = new Random('order');
  const planned = Array.from({ length: 500 }, () => Math.floor(random.between(1_000, 100_000)));
  const happened: number[] = [];
  for (const ms of planned) clock.in(ms, () => happened.push(ms));
  clock.advance(50_000);
  expect(happened.every((ms) => ms <= 50_000)).toBe(true);
  clock.advance(60_000);
  expect(happened).toEqual([...planned].sort((a, b) => a - b));
});

test('the same seed gives the same misfortunes', () => {
  const draw = (seed: string): number[] => {
    const random = new Random(seed);
    return Array.from({ length: 20 }, () => random.word());
  };
  expect(draw('one')).toEqual(draw('one'));
  expect(draw('one')).not.toEqual(draw('two'));
});
