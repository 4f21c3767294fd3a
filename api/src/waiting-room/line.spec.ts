import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LineFacts, lineState, mayEnter, pollAfterMs, retryAfterMs } from './line.js';

const open: LineFacts = {
  over: false,
  opened: true,
  lotteryBegun: true,
  drawAtOpening: true,
  drawn: true,
  paused: false,
  unsold: 10,
};

describe('the state of a line', () => {
  it('goes from scheduled over the lottery to open, and only a drawn line opens', () => {
    expect(lineState({ ...open, opened: false, drawn: false, lotteryBegun: false })).toBe('scheduled');
    expect(lineState({ ...open, opened: false, drawn: false })).toBe('lottery');
    expect(lineState({ ...open, drawn: false })).toBe('lottery');
    expect(lineState(open)).toBe('open');
  });

  it('has no lottery where nothing is drawn', () => {
    expect(lineState({ ...open, opened: false, drawAtOpening: false, drawn: false })).toBe('scheduled');
    expect(lineState({ ...open, drawAtOpening: false, drawn: false })).toBe('open');
  });

  it('is sold out only when every ticket is sold, and goes on when one comes back', () => {
    expect(lineState({ ...open, unsold: 0 })).toBe('sold_out');
    expect(lineState({ ...open, unsold: 0, paused: true })).toBe('sold_out');
    expect(lineState({ ...open, unsold: 1 })).toBe('open');
    expect(lineState({ ...open, paused: true })).toBe('paused');
  });

  it('is closed when the sale is over, whatever else holds', () => {
    fc.assert(
      fc.property(fc.record({ opened: fc.boolean(), drawn: fc.boolean(), paused: fc.boolean(), unsold: fc.nat(5) }), (facts) => {
        expect(lineState({ ...open, ...facts, over: true })).toBe('closed');
      }),
    );
  });

  it('takes people in but before the lottery and after the end', () => {
    expect((['scheduled', 'lottery', 'open', 'paused', 'sold_out', 'closed'] as const).filter(mayEnter)).toEqual([
      'lottery',
      'open',
      'paused',
      'sold_out',
    ]);
  });
});

describe('how often to look', () => {
  it('sends nobody to sleep past the opening and everybody off to bed long before it', () => {
    expect(pollAfterMs('lottery', 1_000_000, 3_600_000)).toBe(30_000);
    expect(pollAfterMs('lottery', 40_000, 10_000)).toBe(5_000);
    expect(pollAfterMs('lottery', 40_000, 1)).toBe(2_000);
  });

  it('does not let a million storm the opening', () => {
    expect(pollAfterMs('lottery', 1_000_000, 10_000)).toBe(15_000);
    expect(pollAfterMs('lottery', 1_000_000, 1)).toBe(pollAfterMs('open', 1_000_000, 0));
  });

  it('grows with the crowd, within bounds', () => {
    expect(pollAfterMs('open', 0, 0)).toBe(1_000);
    expect(pollAfterMs('open', 100_000, 0)).toBe(5_000);
    expect(pollAfterMs('open', 10_000_000, 0)).toBe(15_000);
    expect(pollAfterMs('open', 0, 0, true)).toBe(5_000);
    expect(pollAfterMs('open', 10_000_000, 0, true)).toBe(15_000);
  });

  it('wakes whoever is next well within the claim deadline', () => {
    expect(retryAfterMs(0, 0, 120)).toBe(1_000);
    expect(retryAfterMs(1_000_000, 10, 120)).toBe(30_000);
    expect(retryAfterMs(100, 600, 120)).toBe(5_000);
  });
});
