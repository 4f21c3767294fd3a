import fc from 'fast-check';
import { expect, test } from 'vitest';
import { between, type View } from './glide.ts';

const view = fc.record({ left: fc.integer({ min: -1_000, max: 1_000 }), top: fc.integer({ min: -1_000, max: 1_000 }), scale: fc.double({ min: 0.01, max: 10, noNaN: true }) });

test('a glide begins where it begins and ends exactly where it should', () => {
  fc.assert(fc.property(view, view, (from, to) => {
    const begun = between(from, to, 0);
    expect(begun.left).toBeCloseTo(from.left, 6);
    expect(begun.scale).toBeCloseTo(from.scale, 6);
    expect(between(from, to, 1)).toEqual(to);
  }));
});

test('what both views show at the same place stays there all the way', () => {
  const from: View = { left: 0, top: 0, scale: 1 };
  // Three times nearer around the pixel (150, 90).
  const to: View = { left: 150 - 150 / 3, top: 90 - 90 / 3, scale: 3 };
  for (const share of [0.1, 0.4, 0.8]) {
    const now = between(from, to, share);
    expect((150 - now.left) * now.scale).toBeCloseTo(150);
    expect((90 - now.top) * now.scale).toBeCloseTo(90);
  }
});
