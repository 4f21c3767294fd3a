import fc from 'fast-check';
import { expect, test } from 'vitest';
import { places, planOf, seedsOf } from './plan.js';

const seeds = fc.nat(1_000_000);

test('the same seed gives the same plan, and another seed another one', () => {
  fc.assert(fc.property(seeds, (seed) => {
    expect(planOf(seed)).toEqual(planOf(seed));
    expect({ ...planOf(seed), seed: 0 }).not.toEqual({ ...planOf(seed + 2), seed: 0 });
  }));
});

test('every plan is a sale that the box office takes: 10 to 60 places, 10 to 40 customers, 2 to 5 faults at places that exist', () => {
  fc.assert(fc.property(seeds, (seed) => {
    const { event, customers, faults, spread } = planOf(seed);
    const capacity = 'standing' in event.seating ? event.seating.standing : event.seating.rows.reduce((sum, seats) => sum + seats, 0);
    expect(capacity).toBeGreaterThanOrEqual(10);
    expect(capacity).toBeLessThanOrEqual(60);
    expect(event.buyerTicketLimit).toBeGreaterThanOrEqual(event.sessionTicketLimit);
    expect(customers.length).toBeGreaterThanOrEqual(10);
    expect(customers.length).toBeLessThanOrEqual(40);
    expect(faults.length).toBeGreaterThanOrEqual(2);
    expect(faults.length).toBeLessThanOrEqual(5);
    expect(faults.some(({ kind }) => kind === 'kill')).toBe(true);
    const named = faults.flatMap((fault) => (fault.kind === 'kill' ? fault.places : 'place' in fault ? [fault.place] : []));
    expect(named.filter((place) => places[spread][place] === undefined)).toEqual([]);
  }));
});

test('fifty plans kill a process of every service and know every fault', () => {
  const plans = Array.from({ length: 50 }, (_, seed) => planOf(seed));
  const killed = plans.flatMap(({ spread, faults }) => faults.flatMap((fault) => (fault.kind === 'kill' ? fault.places.map((place) => places[spread][place]) : [])));
  expect(new Set(killed)).toEqual(new Set(Object.values(places).flat()));
  expect(new Set(plans.flatMap(({ faults }) => faults.map(({ kind }) => kind)))).toEqual(
    new Set(['kill', 'stall', 'clock', 'full disk', 'cut', 'postgres', 'gateway', 'webhooks', 'refusal']));
});

test('the two offices share all seeds out', () => {
  const take = (from: Generator<number>) => Array.from({ length: 5 }, () => from.next().value as number);
  expect([...take(seedsOf('together', 100)), ...take(seedsOf('apart', 100))].sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, nth) => 100 + nth));
});
