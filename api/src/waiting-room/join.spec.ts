import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Joiner, type JoinContext, seatJoiners } from './join.js';
import type { Place } from './place.js';

let ids = 0;
const newContext = (over: Partial<JoinContext> = {}): JoinContext => ({
  places: [],
  nextEntry: 0,
  newId: () => `id-${ids++}`,
  position: (entry) => entry,
  ...over,
});
const newJoiner = (deviceId: string, userId: string | null = null): Joiner => ({ deviceId, userId });
const newPlace = (entry: number, over: Partial<Place> = {}): Place => ({
  entry,
  id: `place-${entry}`,
  deviceId: `device-${entry}`,
  userId: null,
  state: 'waiting',
  ...over,
});
const entries = (plan: ReturnType<typeof seatJoiners>) =>
  plan.outcomes.map((place) => place.entry);

describe('joining the line', () => {
  it('gives consecutive numbers in the order of arrival', () => {
    expect(entries(seatJoiners([newJoiner('a'), newJoiner('b'), newJoiner('c')], newContext({ nextEntry: 7 })))).toEqual([7, 8, 9]);
  });

  it('gives a device that asks again its place, in the same batch or another', () => {
    const plan = seatJoiners([newJoiner('a'), newJoiner('a'), newJoiner('known')], newContext({ nextEntry: 5, places: [newPlace(2, { deviceId: 'known' })] }));
    expect(entries(plan)).toEqual([5, 5, 2]);
    expect(plan.fresh).toHaveLength(1);
  });

  it('gives a user the same place on another device', () => {
    const plan = seatJoiners([newJoiner('phone', 'ana'), newJoiner('laptop', 'ana')], newContext());
    expect(entries(plan)).toEqual([0, 0]);
  });

  it('binds the place of a device to the user who signs in on it', () => {
    const place = newPlace(3, { deviceId: 'phone' });
    const plan = seatJoiners([newJoiner('phone', 'ana')], newContext({ places: [place], nextEntry: 9 }));
    expect(entries(plan)).toEqual([3]);
    expect(plan.bound).toEqual([place]);
    expect(place.userId).toBe('ana');
  });

  it('merges the device and the user into the better position', () => {
    const device = newPlace(8, { deviceId: 'phone' });
    const user = newPlace(3, { userId: 'ana' });
    const drawn = new Map([
      [8, 0],
      [3, 5],
    ]);
    const early = seatJoiners([newJoiner('phone', 'ana')], newContext({ places: [{ ...device }, { ...user }] }));
    expect(entries(early)).toEqual([3]);
    const late = seatJoiners([newJoiner('phone', 'ana')], newContext({ places: [device, user], position: (entry) => drawn.get(entry)! }));
    expect(entries(late)).toEqual([8]);
    expect(late.merged).toEqual([{ from: user, into: device }]);
    expect(late.bound).toEqual([device]);
    expect(user.state).toBe('merged');
  });

  it('keeps an admission or a call before a better position', () => {
    const places = [newPlace(1, { userId: 'ana', state: 'lapsed' }), newPlace(6, { deviceId: 'phone', state: 'admitted' })];
    const plan = seatJoiners([newJoiner('phone', 'ana')], newContext({ places }));
    expect(entries(plan)).toEqual([6]);
    expect(plan.merged).toHaveLength(1);
    expect(plan.bound).toHaveLength(0);
  });

  it('does not give one user the place of another on a shared device, and nobody a second one for signing out', () => {
    const places = [newPlace(4, { deviceId: 'family', userId: 'ana' })];
    const plan = seatJoiners([newJoiner('family', 'bia'), newJoiner('family')], newContext({ places, nextEntry: 9 }));
    expect(entries(plan)).toEqual([9, 4]);
    expect(plan.merged).toHaveLength(0);
  });

  it('leaves no gap, and one place per device or user, whoever joins how often', () => {
    const joiner = fc.record({
      deviceId: fc.constantFrom('d1', 'd2', 'd3', 'd4', 'd5'),
      userId: fc.option(fc.constantFrom('u1', 'u2', 'u3'), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(joiner, { maxLength: 12 }), { maxLength: 6 }), (batches) => {
        const places: Place[] = [];
        for (const joiners of batches) {
          const living = places.filter(({ state }) => state === 'waiting');
          const plan = seatJoiners(joiners, newContext({ places: living, nextEntry: places.length }));
          places.push(...plan.fresh);
        }
        expect(places.map(({ entry }) => entry)).toEqual(places.map((_, index) => index));
        const living = places.filter(({ state }) => state === 'waiting');
        const users = living.flatMap(({ userId }) => userId ?? []);
        const devices = living.filter(({ userId }) => userId === null).map(({ deviceId }) => deviceId);
        expect(new Set(users).size).toBe(users.length);
        expect(new Set(devices).size).toBe(devices.length);
      }),
    );
  });
});
