import { expect, test } from 'vitest';
import { findLimit, nextRate, type Search } from './find-limit.ts';
import type { Result } from './result.ts';

/** Searches on a box office that holds up to this rate. */
function searched(limit: number, first: number): { rates: number[]; search: Search } {
  const search: Search = { holds: 0, fails: null };
  const rates: number[] = [];
  for (let rate = nextRate(search, first); rate !== null; rate = nextRate(search, first)) {
    rates.push(rate);
    if (rate <= limit) search.holds = rate;
    else search.fails = rate;
  }
  return { rates, search };
}

test('goes up by half until a rate fails, then halves the gap', () => {
  expect(searched(1_000, 500).rates).toEqual([500, 750, 1_125, 938, 1_032, 985]);
});

test.each([40, 499, 500, 730, 3_000])('finds %i within a twentieth', (limit) => {
  const { search, rates } = searched(limit, 500);
  expect(search.holds).toBeLessThanOrEqual(limit);
  expect(search.fails! - search.holds).toBeLessThanOrEqual(Math.max(5, search.fails! * 0.05));
  expect(rates.length).toBeLessThanOrEqual(14);
});

test('gives the result of the highest rate that held, each tried on its own event', async () => {
  const played: string[] = [];
  const result = await findLimit(
    async (scenario) => {
      played.push(scenario.title);
      const rate = Number.parseInt(scenario.title, 10);
      return { scenario, verdict: { holds: true, checks: [] }, measuredLatency: {}, purchasesPerSecond: Math.min(rate, 600) } as unknown as Result;
    },
    500,
    () => {},
  );
  expect(new Set(played).size).toBe(played.length);
  expect(Number.parseInt(result.scenario.title, 10)).toBeGreaterThan(570);
  // A line that grows is no rate that holds, though everybody buys in the end.
  expect(Number.parseInt(result.scenario.title, 10)).toBeLessThanOrEqual(600 / 0.95);
  expect(result.tried?.map(({ rate }) => rate)).toEqual(played.map((title) => Number.parseInt(title, 10)));
});
