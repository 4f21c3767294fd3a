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

/** A box office that sells so many a second, and what is said of the search. */
async function searchedOn(perSecond: number, first: number) {
  const played: string[] = [];
  const said: string[] = [];
  const result = await findLimit(
    async (scenario) => {
      played.push(scenario.title);
      const purchasesPerSecond = Math.min(Number.parseInt(scenario.title, 10), perSecond);
      const holds = purchasesPerSecond >= scenario.thresholds.perSecondMin!;
      return { scenario, failure: null, verdict: { holds, checks: [] }, measuredLatency: {}, purchasesPerSecond } as unknown as Result;
    },
    first,
    (text) => said.push(text),
  );
  return { result, played, said };
}

test('where no rate holds the verdict does not either, and that is said', async () => {
  const { result, said } = await searchedOn(0, 600);
  expect(result.verdict.holds).toBe(false);
  expect(said.at(-1)).toBe('No rate that was tried holds.');
});

test('a try that does not come to its end ends the search, and is what is shown', async () => {
  let tries = 0;
  const result = await findLimit(
    async (scenario) => {
      tries += 1;
      return { scenario, failure: tries === 2 ? 'it was stopped' : null, verdict: { holds: tries === 1, checks: [] }, measuredLatency: {}, purchasesPerSecond: 1 } as unknown as Result;
    },
    500,
    () => {},
  );
  expect(tries).toBe(2);
  expect(result).toMatchObject({ failure: 'it was stopped', tried: [{ rate: 500 }, { rate: 750 }] });
});

test('gives the result of the highest rate that held, each tried on its own event', async () => {
  const { result, played } = await searchedOn(600, 500);
  expect(new Set(played).size).toBe(played.length);
  expect(Number.parseInt(result.scenario.title, 10)).toBeGreaterThan(570);
  // A line that grows is no rate that holds, though everybody buys in the end.
  expect(Number.parseInt(result.scenario.title, 10)).toBeLessThanOrEqual(600 / 0.95);
  expect(result.tried?.map(({ rate }) => rate)).toEqual(played.map((title) => Number.parseInt(title, 10)));
});
