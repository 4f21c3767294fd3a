import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LoadLevel } from '#platform';
import { callsOf, callsPerTickMax, nextThrottle, type Throttle, throttleAtFirst } from './throttle.js';

function after(loads: readonly LoadLevel[], from: Throttle = throttleAtFirst): Throttle {
  return loads.reduce((throttle, load) => nextThrottle(throttle, load, true), from);
}
const ticks = (count: number, load: LoadLevel) => Array.from({ length: count }, () => load);

it('calls faster while it is calm, up to what one transaction bears', () => {
  expect(callsOf(after(ticks(4, 'calm')))).toBeGreaterThan(callsOf(throttleAtFirst));
  expect(callsOf(after(ticks(100, 'calm')))).toBe(callsPerTickMax);
});

it('does not grow by a pace that nobody needed', () => {
  expect(nextThrottle(throttleAtFirst, 'calm', false)).toEqual(throttleAtFirst);
});

it('gives way when a process is busy, without a stop', () => {
  const eased = after(ticks(20, 'busy'));
  expect(eased.heldBack).toBe(false);
  expect(callsOf(eased)).toBeLessThan(callsOf(throttleAtFirst));
  expect(callsOf(after(ticks(1_000, 'busy')))).toBeGreaterThan(0);
});

it.each(['strained', 'overwhelmed'] as const)('calls nobody while a process is %s, and goes on more slowly, but goes on', (load) => {
  const stood = after(ticks(4, load));
  expect([stood.heldBack, callsOf(stood)]).toEqual([true, 0]);
  const goesOn = nextThrottle(stood, 'busy', false);
  expect(goesOn.heldBack).toBe(false);
  expect(callsOf(goesOn)).toBeLessThan(callsOf(throttleAtFirst) * 0.6);
  expect(callsOf(nextThrottle(after(ticks(1_000, load)), 'busy', false))).toBeGreaterThan(0);
});

it('never calls more than a transaction bears nor less than nobody, whatever the loads', () => {
  const load = fc.constantFrom<LoadLevel>('calm', 'busy', 'strained', 'overwhelmed');
  fc.assert(fc.property(fc.array(load, { maxLength: 400 }), (loads) => {
    const throttle = after(loads);
    expect(callsOf(throttle)).toBeGreaterThanOrEqual(0);
    expect(throttle.calls).toBeLessThanOrEqual(callsPerTickMax);
    expect(throttle.heldBack).toBe(['strained', 'overwhelmed'].includes(loads.at(-1) ?? 'calm'));
  }));
});
