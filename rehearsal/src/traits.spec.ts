import { Random } from '@catraca/simulator/random';
import { expect, test } from 'vitest';
import { presets } from './presets.ts';
import { traitsOf } from './traits.ts';

const scenario = presets['casino']!;
const fans = (seed: string, changed = {}) =>
  Array.from({ length: 4_000 }, (_, number) => traitsOf({ ...scenario, shares: { ...scenario.shares, ...changed } }, new Random(`${seed}/${number}`)));

test('fans behave in the shares of their scenario', () => {
  const share = (of: (fan: ReturnType<typeof traitsOf>) => boolean) => fans('shares').filter(of).length / 4_000;
  // Four standard errors of a share of 0.1 are 0.019; of 0.5, 0.032.
  expect(Math.abs(share(({ slow }) => slow) - 0.1)).toBeLessThan(0.019);
  expect(Math.abs(share(({ looksAtMap }) => looksAtMap) - 0.5)).toBeLessThan(0.032);
  expect(Math.abs(share(({ quantity }) => quantity === 2) - 0.6)).toBeLessThan(0.032);
});

test('whoever pays late pays by PIX', () => {
  const all = fans('late', { pix: 0.5, paysLate: 0.5 });
  expect(all.filter(({ paysLate }) => paysLate).length).toBeGreaterThan(0);
  expect(all.filter(({ paysLate, pix }) => paysLate && !pix)).toEqual([]);
});

test('the line somebody has says nothing of how they behave, and a changed share changes nothing else', () => {
  const others = (all: ReturnType<typeof fans>) => all.map((fan) => ({ ...fan, slow: false }));
  expect(others(fans('same', { slow: 0.9 }))).toEqual(others(fans('same')));
});
