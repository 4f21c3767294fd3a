import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atRest, levels, type LoadLevel, type LoadState, nextLoad, worstOf } from './level.js';

const BOUND_MS = 100;

/** The levels after each of these waits, one look after the other. */
function levelsAfter(waits: readonly number[], from: LoadState = atRest): LoadLevel[] {
  let state = from;
  return waits.map((waitMs) => (state = nextLoad(state, waitMs, BOUND_MS)).level);
}

const times = (count: number, waitMs: number) => Array.from({ length: count }, () => waitMs);
const inOrder = (seen: readonly LoadLevel[]) => seen.filter((level, index) => level !== seen[index - 1]);

describe('the load of a process', () => {
  it('rises level by level under a flood, and falls level by level when it ends', () => {
    expect(inOrder(levelsAfter([...times(40, 10_000), ...times(60, 0)]))).toEqual(['calm', 'busy', 'strained', 'overwhelmed', 'strained', 'busy', 'calm']);
  });

  it('does not rise by one long pause', () => {
    expect(inOrder(levelsAfter([0, 0, 0, 60_000, 0, 0, 0, 0]))).toEqual(['calm']);
  });

  it.each([[40, 'calm'], [60, 'busy'], [120, 'strained'], [260, 'overwhelmed']] as const)('settles, at waits of %d ms, at %s', (waitMs, level) => {
    expect(levelsAfter(times(60, waitMs)).at(-1)).toBe(level);
  });

  it('stays where it is between the end of a level and the beginning of the next', () => {
    const busy: LoadState = { ...atRest, level: 'busy', waitMs: 60 };
    expect(inOrder(levelsAfter(times(60, 30), busy))).toEqual(['busy']);
    expect(inOrder(levelsAfter(times(60, 90), busy))).toEqual(['busy']);
  });

  it('never skips a level and never falls within two seconds of its rise, whatever the waits', () => {
    fc.assert(fc.property(fc.array(fc.nat(1_000), { maxLength: 300 }), (waits) => {
      const seen = levelsAfter(waits).map((level) => levels.indexOf(level));
      let roseAt = -Infinity;
      seen.forEach((rank, index) => {
        const step = rank - (seen[index - 1] ?? 0);
        expect(Math.abs(step)).toBeLessThanOrEqual(1);
        if (step > 0) roseAt = index;
        if (step < 0) expect(index - roseAt).toBeGreaterThanOrEqual(8);
      });
    }));
  });

  it('of several processes is that of the worst', () => {
    expect(worstOf([])).toBe('calm');
    expect(worstOf(['busy', 'overwhelmed', 'calm'])).toBe('overwhelmed');
  });
});
