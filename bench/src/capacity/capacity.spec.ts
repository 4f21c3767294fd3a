import { expect, test } from 'vitest';
import { machinesFor, type Sale } from './capacity.ts';
import { type Costs, readCosts, readRehearsed, type Rehearsed } from './costs.ts';

/** Round numbers, so that the formula can be followed by hand. */
const costs: Costs = {
  measured: { on: 'paper', at: '2026-01-01', command: 'none', joinsPerSecond: 3_000, purchasesPerSecond: 1_000 },
  cpuMs: { join: { api: 0.2, postgres: 0.1 }, poll: { api: 0.1, postgres: 0 }, purchase: { api: 1.5, postgres: 0.8 }, mail: 6 },
  bytes: { waiting: 500, ticket: 5_000, bucketTicket: 1_000, log: 4 * 2 ** 30, pollAnswer: 500 },
};
const rehearsed: Rehearsed = { from: ['paper'], cpuMs: { turn: { api: 0.5, postgres: 0.2 }, map: { api: 1, postgres: 0.5 } }, held: { places: { purchasesPerSecond: 500, from: 'a line' }, map: { purchasesPerSecond: 300, from: 'a map' } } };
const sale: Sale = { fans: 600_000, tickets: 120_000, minutes: 20, joinMinutes: 10, ticketsPerPurchase: 2, seats: false, edgeNodes: 100 };

test('the load of the busiest second is twice the average', () => {
  expect(machinesFor(sale, costs, rehearsed).load).toEqual({ joinsPerSecond: 2_000, purchasesPerSecond: 100, pollsPerSecond: 40_000, originPollsPerSecond: 100 });
});

test('cores are what the load costs, with half of them kept free', () => {
  const { api, postgres } = machinesFor(sale, costs, rehearsed);
  // 2,000 × 0.2 + 100 × 0.1 + 100 × 2 = 610 ms a second; 2,000 × 0.1 + 100 × 1 = 300.
  expect(api.busyCores).toBeCloseTo(0.61);
  expect(api.processes).toBe(2);
  expect(api.cores).toBe(3);
  expect(postgres.busyCores).toBeCloseTo(0.3);
  expect(postgres.cores).toBe(2);
});

test('choosing on a map costs more', () => {
  const { api, postgres } = machinesFor({ ...sale, seats: true }, costs, rehearsed);
  expect(api.busyCores).toBeCloseTo(0.71);
  expect(postgres.busyCores).toBeCloseTo(0.35);
});

test('without a cache everybody polls the origin', () => {
  const { load, api } = machinesFor({ ...sale, edgeNodes: 0 }, costs, rehearsed);
  expect(load.originPollsPerSecond).toBe(40_000);
  expect(api.busyCores).toBeCloseTo(4.6);
});

test('more nodes of a cache than polls do not make more polls', () => {
  expect(machinesFor({ ...sale, fans: 30, edgeNodes: 50 }, costs, rehearsed).load.originPollsPerSecond).toBe(30);
});

test('the disk holds rows, pictures and the log', () => {
  // 600,000 × 500 + 120,000 × 5,000 = 0.9 GB of rows, 0.12 GB of pictures, 4 GiB of log.
  expect(machinesFor(sale, costs, rehearsed).postgres).toMatchObject({ diskGibibytes: 5, memoryGibibytes: 2 });
});

test('mails are written after the sale by the cores that are free then', () => {
  // 60,000 mails of 6 ms on two processes.
  expect(machinesFor(sale, costs, rehearsed).mailMinutes).toBeCloseTo(3);
});

test('a rate that nobody has measured is said to be one', () => {
  expect(machinesFor(sale, costs, rehearsed).beyondMeasured).toEqual([]);
  expect(machinesFor({ ...sale, minutes: 1 }, costs, rehearsed).beyondMeasured).toEqual([{ name: 'purchases', perSecond: 2_000, measuredPerSecond: 500, from: 'a line' }]);
  expect(machinesFor({ ...sale, joinMinutes: 5 }, costs, rehearsed).beyondMeasured).toEqual([{ name: 'joins', perSecond: 4_000, measuredPerSecond: 3_000, from: 'none' }]);
});

test('what a whole way with a map held is less than without one', () => {
  // 400 purchases a second.
  const [standing, seated] = [false, true].map((seats) => machinesFor({ ...sale, minutes: 5, seats }, costs, rehearsed).beyondMeasured);
  expect(standing).toEqual([]);
  expect(seated).toEqual([{ name: 'purchases', perSecond: 400, measuredPerSecond: 300, from: 'a map' }]);
});

test('twice the sale never needs less of anything', () => {
  const [once, twice] = [machinesFor(sale, costs, rehearsed), machinesFor({ ...sale, fans: 2 * sale.fans, tickets: 2 * sale.tickets }, costs, rehearsed)];
  expect(twice.api.cores).toBeGreaterThanOrEqual(once.api.cores);
  expect(twice.postgres.cores).toBeGreaterThanOrEqual(once.postgres.cores);
  expect(twice.postgres.diskGibibytes).toBeGreaterThanOrEqual(once.postgres.diskGibibytes);
  expect(twice.mailMinutes).toBeGreaterThanOrEqual(once.mailMinutes);
});

test('the measured costs say where they come from and are all there', () => {
  const { measured, cpuMs, bytes } = readCosts();
  expect(measured.command).toContain('npm run bench');
  expect(measured.on).toMatch(/cores/);
  for (const value of [cpuMs.join, cpuMs.poll, cpuMs.purchase].flatMap(({ api, postgres }) => [api, postgres])) expect(value).toBeGreaterThanOrEqual(0);
  for (const { api, postgres } of Object.values(readRehearsed().cpuMs)) expect(Math.min(api, postgres)).toBeGreaterThan(0);
  for (const { purchasesPerSecond, from } of Object.values(readRehearsed().held)) {
    expect(purchasesPerSecond).toBeGreaterThan(0);
    expect(from).toContain('npm run rehearse');
  }
  for (const value of [cpuMs.purchase.api, cpuMs.purchase.postgres, cpuMs.mail, measured.joinsPerSecond, measured.purchasesPerSecond, ...Object.values(bytes)]) expect(value).toBeGreaterThan(0);
});
