import { expect, test } from 'vitest';
import { SeatMap } from './seat-map.ts';

const map = (states: string): SeatMap => {
  const seats = new SeatMap();
  seats.see({ status: 200, headers: {}, bytes: Buffer.from(JSON.stringify({ seatIdPrefix: 'seat-', states })) });
  return seats;
};

test('two seats are beside each other, and searched from the fan’s own side of the house', () => {
  expect(map('fsffhffs').choose(2, 0)).toEqual(['seat-00000002', 'seat-00000003']);
  expect(map('fsffhffs').choose(2, 0.5)).toEqual(['seat-00000005', 'seat-00000006']);
  expect(map('ffhsssss').choose(2, 0.5)).toEqual(['seat-00000000', 'seat-00000001']);
});

test('where no two are left, one is taken, and none where all are gone', () => {
  expect(map('sfhshfss').choose(2, 0)).toEqual(['seat-00000001']);
  expect(map('shsb').choose(2, 0)).toEqual([]);
  expect(new SeatMap().choose(1, 0)).toEqual([]);
});
