import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextLookMs, viewOf, type Sale } from './sale.ts';

const opening = '2026-05-01T13:00:00.000Z';
const opensMs = Date.parse(opening);
const sale = (given: Partial<Sale> = {}): Sale => ({ eventState: 'published', saleState: 'open', saleStartsAt: opening, lineRequired: true, ...given });

describe('what a sale shows', () => {
  test.each([
    ['scheduled', true, 'soon', 'remind'],
    ['scheduled', false, 'soon', 'remind'],
    ['lottery', true, 'draw', 'join'],
    ['open', true, 'open', 'join'],
    ['open', false, 'open', 'choose'],
    ['paused', true, 'paused', 'join'],
    ['paused', false, 'paused', null],
    ['sold_out', true, 'soldOut', null],
    ['sold_out', false, 'soldOut', null],
    ['closed', true, 'over', null],
  ] as const)('%s with a line (%s) is %s and asks to %s', (saleState, lineRequired, mood, act) => {
    expect(viewOf(sale({ saleState, lineRequired }), opensMs - 1)).toMatchObject({ mood, act });
  });

  test.each([['postponed', 'postponed'], ['cancelled', 'cancelled'], ['closed', 'over']] as const)('an event that is %s sells nothing, whatever the sale says', (eventState, mood) => {
    expect(viewOf(sale({ eventState }), opensMs)).toEqual({ mood, act: null, opensAt: null });
  });

  test('a draw that waits past the opening counts down to nothing', () => {
    expect(viewOf(sale({ saleState: 'lottery' }), opensMs - 1)).toEqual({ mood: 'draw', act: 'join', opensAt: opening });
    expect(viewOf(sale({ saleState: 'lottery' }), opensMs)).toEqual({ mood: 'drawing', act: 'join', opensAt: null });
  });
});

describe('when a page looks again', () => {
  const soon = viewOf(sale({ saleState: 'scheduled' }), opensMs - 60_000);

  test('is never after the opening by more than two seconds, nor before it without need', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 86_400_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (beforeMs, chance) => {
      const at = nextLookMs(soon, opensMs - beforeMs, { toldMs: 0, failures: 0, chance })!;
      expect(at).toBeLessThanOrEqual(beforeMs + 2_000);
      expect(at).toBeGreaterThanOrEqual(Math.min(1_700, beforeMs));
    }));
  });

  test('is soon when the opening has passed and the sale has not been seen open', () => {
    expect(nextLookMs(soon, opensMs + 5, { toldMs: 30_000, failures: 0, chance: 0.5 })).toBe(2_000);
  });

  test('is no sooner than the box office asks for, spread by a seventh to either side', () => {
    const open = viewOf(sale(), opensMs);
    const looks = [0, 0.5, 0.999].map((chance) => nextLookMs(open, opensMs, { toldMs: 20_000, failures: 0, chance }));
    expect(looks).toEqual([17_000, 20_000, 22_994]);
  });

  test('is every quarter of a minute where the line itself would look each second', () => {
    expect(nextLookMs(viewOf(sale(), opensMs), opensMs, { toldMs: 1_000, failures: 0, chance: 0.5 })).toBe(15_000);
  });

  test('is later with every failure, up to a minute', () => {
    const looks = [1, 2, 3, 9, 500].map((failures) => nextLookMs(viewOf(sale(), opensMs), opensMs, { toldMs: 0, failures, chance: 0.5 }));
    expect(looks).toEqual([4_000, 8_000, 16_000, 60_000, 60_000]);
  });

  test('is never once all is over', () => {
    expect(nextLookMs(viewOf(sale({ saleState: 'closed' }), opensMs), opensMs, { toldMs: 1_000, failures: 0, chance: 0 })).toBe(null);
  });
});
