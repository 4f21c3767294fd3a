import { expect, test } from 'vitest';
import { decodePlan, planBounds, rowOfSeat, seatIdOf, seatOfId, sectionOfSeat } from './plan.ts';
import { sample, sampleMap, straight } from './sample-plan.ts';

test('positions are read as differences, and every seat knows its row and section', () => {
  const { plan } = sample([{ rows: [straight('A', 3, 100, 50), straight('B', 2, 120, 55)] }, { name: 'Balcony', rows: [straight('A', 4, 300)] }]);
  expect([...plan.x]).toEqual([50, 60, 70, 55, 65, 0, 10, 20, 30]);
  expect([...plan.y]).toEqual([100, 100, 100, 120, 120, 300, 300, 300, 300]);
  expect(rowOfSeat(plan, 4)).toMatchObject({ name: 'B', first: 3, count: 2 });
  expect(sectionOfSeat(plan, 5).name).toBe('Balcony');
  expect(plan.numbers[4]).toBe('2');
  expect(plan.pitch).toBe(10);
  expect(planBounds(plan)).toEqual({ left: 0, top: 100, right: 70, bottom: 300 });
});

test('a seat is found by its id whatever the case, and a foreign id is none', () => {
  const { plan } = sample([{ rows: [straight('A', 300, 0)] }]);
  expect(seatIdOf(plan, 255)).toBe('019aa000-0000-7000-8000-0001000000ff');
  expect(seatOfId(plan, '019AA000-0000-7000-8000-0001000000FF')).toBe(255);
  expect(seatOfId(plan, '019aa000-0000-7000-8000-000100000fff')).toBeUndefined();
  expect(seatOfId(plan, '019aa000-0000-7000-8000-0002000000ff')).toBeUndefined();
});

test('the usual distance is not misled by an aisle', () => {
  const { plan } = sample([{ rows: [{ name: 'A', seats: [[0, 0], [10, 0], [20, 0], [90, 0], [100, 0], [110, 0]] }] }]);
  expect(plan.pitch).toBe(10);
});

test('an event with standing places only is a plan without seats', () => {
  const map = { ...sampleMap([]), sections: [{ id: 's', name: 'Lawn', category: 'Lawn', kind: 'standing' as const, capacity: 900, rows: [] }], states: '' };
  const plan = decodePlan(map);
  expect(plan.count).toBe(0);
  expect(plan.sections[0]).toMatchObject({ bounds: null, capacity: 900 });
  expect(planBounds(plan)).toEqual({ left: 0, top: 0, right: 1, bottom: 1 });
});
