import { expect, test } from 'vitest';
import { Lane } from './shaping.ts';

test('a packet takes its bytes over the bandwidth and half a round trip', () => {
  // 50 kbit/s are 6.25 bytes a millisecond.
  const lane = new Lane({ roundTripMs: 2_000, kbitPerSecond: 50 });
  expect(lane.arrivesAt(0, 625)).toBe(1_100);
});

test('packets queue: the second one leaves when the first has left', () => {
  const lane = new Lane({ roundTripMs: 2_000, kbitPerSecond: 50 });
  lane.arrivesAt(0, 625);
  expect(lane.arrivesAt(0, 625)).toBe(1_200);
  expect(lane.arrivesAt(50, 625)).toBe(1_300);
});

test('a lane that was idle starts at once', () => {
  const lane = new Lane({ roundTripMs: 100, kbitPerSecond: 8 });
  lane.arrivesAt(0, 1);
  expect(lane.arrivesAt(10_000, 10)).toBe(10_060);
});

test('a fresh connection first goes there and back once', () => {
  const lane = new Lane({ roundTripMs: 2_000, kbitPerSecond: 50 });
  lane.opensAt(500);
  expect(lane.arrivesAt(500, 625)).toBe(500 + 2_000 + 100 + 1_000);
});
