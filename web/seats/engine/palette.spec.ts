import { expect, test } from 'vitest';
import { css, mix, ramp, readColour, type Tokens } from './palette.ts';

test('colours are read as the tokens are written', () => {
  expect(readColour(' #FFb84d')).toEqual([255, 184, 77]);
  expect(readColour('nonsense')).toEqual([0, 0, 0]);
  expect(css(mix([0, 0, 0], [100, 200, 50], 0.5))).toBe('rgb(50 100 25)');
});

test('the dearest category has the colour of the light, the cheapest that of the night', () => {
  const tokens = { light: [255, 184, 77], good: [111, 220, 164], cool: [143, 199, 255] } as unknown as Tokens;
  expect(ramp(tokens, 3)).toEqual([tokens.light, tokens.good, tokens.cool]);
  expect(ramp(tokens, 1)).toEqual([tokens.light]);
  expect(new Set(ramp(tokens, 8).map(css)).size).toBe(8);
});
