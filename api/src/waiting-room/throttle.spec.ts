import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LoadLevel } from '#platform';
import { callsPerTickMax, nextThrottle, type Sale, type Throttle, throttleFrom } from './throttle.js';

const first = throttleFrom(100);
const quiet: Sale = { load: 'calm', utilization: 0.3, ended: 100, needed: true, ticks: 1 };

function after(ticks: number, sale: Partial<Sale> | ((throttle: Throttle) => Partial<Sale>), from = first): Throttle {
  let throttle = from;
  for (let tick = 0; tick < ticks; tick += 1) throttle = nextThrottle(throttle, { ...quiet, ...(typeof sale === 'function' ? sale(throttle) : sale) });
  return throttle;
}

it('calls faster once as many turns end as begin, up to what one transaction bears', () => {
  expect(after(40, ({ pace }) => ({ ended: pace })).calls).toBeGreaterThan(first.calls * 1.5);
  expect(after(400, ({ pace }) => ({ ended: pace })).calls).toBe(callsPerTickMax);
});

it('calls no faster before the sale has shown that it bears the pace, however little there is to do so far', () => {
  expect(after(400, { ended: 0, utilization: 0.01 }).calls).toBe(first.calls);
  // An eighth more than what has been shown is as far as it goes.
  expect(after(400, { ended: 100 }).pace).toBeLessThan(100 / 0.85 * 1.03);
});

it('does not grow by a pace that nobody needed, nor where there is no room', () => {
  expect(after(40, { needed: false }).calls).toBe(first.calls);
  expect(after(40, { utilization: 0.95 }).calls).toBe(first.calls);
  expect(after(40, { utilization: 0.9 }).calls).toBeLessThan(first.calls * 1.2);
});

it('forgets a pace that nobody needs, from above and from below, down to what ends or what it began with', () => {
  const fast = after(80, ({ pace }) => ({ ended: pace }));
  expect(fast.pace).toBeGreaterThan(300);
  expect(after(40, { needed: false }, fast).pace).toBeLessThan(fast.pace * 0.65);
  expect(after(400, { needed: false, ended: 0 }, fast).pace).toBeCloseTo(100, 0);
  expect(after(400, { needed: false, ended: 180 }, fast).pace).toBeCloseTo(180, 0);
  expect(after(400, { needed: false, ended: 0, load: 'busy' }, fast).pace).toBeCloseTo(100, 0);
  // A rest of ten seconds forgets as much as the ticks that it left out.
  expect(after(1, { needed: false, ticks: 40 }, fast).pace).toBeCloseTo(after(40, { needed: false }, fast).pace, 6);
  const lowered = after(1, { load: 'strained', ended: 0 });
  expect(lowered.pace).toBe(70);
  expect(after(400, { needed: false, ended: 0 }, lowered).pace).toBeCloseTo(100, 0);
});

it('does not answer for a load of which it has no part', () => {
  expect(after(400, { load: 'strained', ended: 0, needed: false })).toMatchObject({ pace: first.pace, calls: 0, heldBack: true });
});

it('calls about as many as end while a process is busy, without a stop, and goes on as before', () => {
  const busy = after(20, { load: 'busy', ended: 90 });
  expect(busy).toMatchObject({ heldBack: false, calls: 90 });
  expect(after(20, { load: 'busy', ended: 0 }).calls).toBe(80);
  expect(after(1, { ended: 60 }, busy).calls).toBe(first.calls);
});

it.each(['strained', 'overwhelmed'] as const)('calls nobody while a process is %s, and goes on more slowly afterwards', (load) => {
  const stood = after(4, { load, ended: 60 });
  expect(stood).toMatchObject({ heldBack: true, calls: 0 });
  expect(after(1, { ended: 0 }, stood).calls).toBe(70);
  expect(after(4, { load, ended: 90 }).pace).toBe(90);
});

it('lowers its pace once in ten seconds: what was called before is still coming', () => {
  const again = (from: Throttle) => after(1, { load: 'strained', ended: 0 }, after(1, { ended: 0 }, from));
  const lowered = again(first);
  expect(again(lowered).pace).toBe(lowered.pace);
  expect(again(after(40, { ended: 0 }, lowered)).pace).toBeLessThan(lowered.pace);
});

it('never calls more than a transaction bears nor stands for ever, whatever the sale shows', () => {
  const sale = fc.record({
    load: fc.constantFrom<LoadLevel>('calm', 'busy', 'strained', 'overwhelmed'),
    utilization: fc.double({ min: 0, max: 1, noNaN: true }),
    ended: fc.double({ min: -500, max: 5_000, noNaN: true }),
    needed: fc.boolean(),
    ticks: fc.double({ min: 1, max: 10_000, noNaN: true }),
  });
  fc.assert(fc.property(fc.array(sale, { maxLength: 400 }), (sales) => {
    const throttle = sales.reduce(nextThrottle, first);
    expect(throttle.calls).toBeLessThanOrEqual(callsPerTickMax);
    expect(throttle.heldBack).toBe(['strained', 'overwhelmed'].includes(sales.at(-1)?.load ?? 'calm'));
    expect(throttle.calls === 0).toBe(throttle.heldBack);
  }));
});
