import fc from 'fast-check';

/**
 * Texts of any characters there are. `unit: 'binary'` says the same, but tries each of a million characters before the first text is made,
 * which takes seconds.
 */
export const anyText = fc.string({
  unit: fc.oneof(fc.integer({ min: 0, max: 0xd7_ff }), fc.integer({ min: 0xe0_00, max: 0x10_ff_ff })).map((codePoint) => String.fromCodePoint(codePoint)),
});
