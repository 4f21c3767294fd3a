import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallPace } from './call-pace.js';

test('without a rate nobody waits', () => {
  const pace = new CallPace(undefined);
  for (let call = 0; call < 1_000; call++) expect(pace.take(0, 0)).toBe(0);
});

test('a burst goes at once, what comes after it keeps its distance', () => {
  const pace = new CallPace(10, 3);
  expect([1, 2, 3, 4, 5].map(() => pace.take(1_000, 5_000))).toEqual([0, 0, 0, 100, 200]);
  expect(pace.take(60_000, 0)).toBe(0);
});

test('who would wait too long takes no place', () => {
  const pace = new CallPace(1, 1);
  expect([pace.take(0, 0), pace.take(0, 900), pace.take(0, 1_000), pace.waitMs(0)]).toEqual([0, null, 1_000, 2_000]);
});

test('processes share what was agreed', () => {
  const pace = new CallPace(10, 4, () => 2);
  expect([1, 2, 3, 4].map(() => pace.take(0, 5_000))).toEqual([0, 0, 200, 400]);
});

test('however they come, no more calls begin in any second than were agreed, and the burst', () => {
  const rates = fc.record({ rate: fc.integer({ min: 1, max: 50 }), burst: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(rates, fc.array(fc.nat(300), { maxLength: 200 }), ({ rate, burst }, gaps) => {
      const pace = new CallPace(rate, burst);
      const begun: number[] = [];
      let now = 0;
      for (const gap of gaps) {
        now += gap;
        const wait = pace.take(now, 10_000);
        if (wait !== null) begun.push(now + wait);
      }
      for (const from of begun) expect(begun.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(rate + burst);
    }),
  );
});
