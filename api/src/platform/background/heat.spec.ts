import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Load } from '../load/index.js';
import { Heat } from './heat.js';

const heatUnder = (level: Load['level']) => new Heat({ level } as Load);

/** Keeps the processor. */
function work(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

describe('work that can wait', () => {
  test('is done one piece at a time, between turns of everything else, and goes on after a piece that fails', async () => {
    const heat = heatUnder('calm');
    const seen: string[] = [];
    const piece = (name: string) =>
      heat.yielding(async () => {
        seen.push(`${name} begins`);
        setImmediate(() => seen.push('somebody else'));
        await delay(1);
        seen.push(`${name} ends`);
        if (name === 'b') throw new Error('b fails');
      });
    const outcomes = await Promise.allSettled([piece('a'), piece('b'), piece('c')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen.filter((each) => each !== 'somebody else')).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(seen.slice(0, 2)).toEqual(['a begins', 'somebody else']);
  });

  test('rests longer than it worked while the house can only just keep up, and whoever asked for it does not wait for the rest', async () => {
    const heat = heatUnder('strained');
    const seen: string[] = [];
    const first = heat.yielding(async () => work(20)).then(() => seen.push('first'));
    const second = heat.yielding(async () => seen.push('second'));
    await first;
    await delay(20);
    seen.push('twenty milliseconds later');
    await second;
    expect(seen).toEqual(['first', 'twenty milliseconds later', 'second']);
  });

  test('a sale is hot only while it keeps this process busy, or somebody waits', () => {
    expect(heatUnder('busy').hot).toBe(true);
    const heat = heatUnder('calm');
    heat.warm(1_000);
    expect(heat.hot).toBe(false);
  });
});
