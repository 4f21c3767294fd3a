import { expect, test } from 'vitest';
import { eventually } from '../../test/support/eventually.js';
import { Batcher, oldestWaitMs } from './batching.js';
import { until } from '../../test/support/eventually.js';
import { Overloaded } from './errors.js';

test('what is submitted while a batch runs travels together in the next one', async () => {
  const sizes: number[] = [];
  let open = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  const batcher = new Batcher<number, number>({
    name: 'test',
    execute: async (items) => {
      sizes.push(items.length);
      await gate;
      return items.map((item) => item * 2);
    },
  });
  const first = batcher.submit(1);
  await eventually(() => expect(sizes).toEqual([1]));
  const rest = Promise.all(Array.from({ length: 10 }, (_, index) => batcher.submit(index)));
  open();
  expect(await first).toBe(2);
  expect(await rest).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  expect(sizes).toEqual([1, 10]);
});

test('an item that makes its batch fail fails alone', async () => {
  const batcher = new Batcher<number, number>({
    name: 'test',
    execute: async (items) => {
      if (items.includes(5)) throw new Error('five');
      return items;
    },
  });
  const results = await Promise.allSettled(Array.from({ length: 9 }, (_, index) => batcher.submit(index)));
  expect(results.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, true, true, false, true, true, true]);
});

test('beyond its bound it refuses instead of growing', async () => {
  const batcher = new Batcher<number, number>({ name: 'test', waitingMax: 3, execute: async (items) => items });
  const results = await Promise.allSettled(Array.from({ length: 5 }, (_, index) => batcher.submit(index)));
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(2);
  expect((results[4] as PromiseRejectedResult).reason).toBeInstanceOf(Overloaded);
});

test('the oldest wait is that of the item at the head of the longest counted queue, and nothing when all are empty', async () => {
  const gates: (() => void)[] = [];
  const gated = (aside: boolean) => new Batcher<number, number>({
    name: 'test', aside, sizeMax: 1, execute: async (items) => new Promise((resolve) => gates.push(() => resolve(items))),
  });
  const [counted, aside] = [gated(false), gated(true)];
  const before = performance.now();
  const all = [aside.submit(0), aside.submit(1), counted.submit(2), counted.submit(3)];
  await until(() => gates.length === 2);
  expect(counted.oldestSince).toBeGreaterThanOrEqual(before);
  expect(oldestWaitMs(counted.oldestSince + 70)).toBeCloseTo(70);
  expect(oldestWaitMs(aside.oldestSince)).toBe(0);
  for (let open = 0; open < 4; open += 1) {
    await until(() => gates.length > open);
    gates[open]?.();
  }
  await Promise.all(all);
  expect(oldestWaitMs(performance.now() + 70)).toBe(0);
});
