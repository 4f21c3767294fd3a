import jsqr from 'jsqr';
import { expect, test } from 'vitest';
import { pixPicture } from './pix-picture.js';

const SCALE = 4;

/** Paints the picture's strokes as a browser would. */
function painted(svg: string): { pixels: Uint8ClampedArray; size: number } {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]) * SCALE;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)\.5h(\d+)/g)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row += 1) {
      for (let column = Number(x) * SCALE; column < (Number(x) + Number(length)) * SCALE; column += 1) pixels.fill(0, (row * size + column) * 4, (row * size + column) * 4 + 3);
    }
  }
  return { pixels, size };
}

test('the picture of a PIX code is read as the code, and needs no page to be white', () => {
  const brCode = '00020101021226790014br.gov.bcb.pix2557pix.aurora.example/qr/v2/xv83xa4ptjhkbabqbod9eni1b684po2p5204000053039865802BR5917Bilheteria aurora6009Sao Paulo62070503***630494EF';
  const svg = pixPicture(brCode);
  const { pixels, size } = painted(svg);
  expect(jsqr.default(pixels, size, size)?.data).toBe(brCode);
  expect(svg).toContain('fill="#fff"');
});
