import jsqr from 'jsqr';
import { expect, test } from 'vitest';
import { qrMatrix, qrSvg, quietModules } from './qr.js';
import { makeTicketCode } from './ticket-code.js';
import { TicketKeys } from './ticket-keys.js';

const { text } = makeTicketCode(new TicketKeys([Buffer.alloc(32, 7)]), '019aa0c1-7b52-7c3e-9d44-0123456789ab');
const scale = 3;

/** What a camera sees: black modules on a white square, `scale` pixels a module. */
function picture(size: number, dark: (x: number, y: number) => boolean) {
  const pixels = size * scale;
  const data = new Uint8ClampedArray(pixels * pixels * 4).fill(255);
  for (let y = 0; y < pixels; y++) {
    for (let x = 0; x < pixels; x++) {
      if (dark(Math.floor(x / scale), Math.floor(y / scale))) data.fill(0, (y * pixels + x) * 4, (y * pixels + x) * 4 + 3);
    }
  }
  return { data, pixels };
}

function read({ data, pixels }: { data: Uint8ClampedArray; pixels: number }): string | undefined {
  return jsqr.default(data, pixels, pixels)?.data;
}

test('the QR code of a ticket is 41 modules wide and reads back as its code', () => {
  const matrix = qrMatrix(text);
  expect(matrix).toHaveLength(41);
  const seen = picture(41 + 2 * quietModules, (x, y) => matrix[y - quietModules]?.[x - quietModules] ?? false);
  expect(read(seen)).toBe(text);
});

test('the SVG carries the same code, with its quiet zone', () => {
  const svg = qrSvg(text);
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)![1]);
  expect(size).toBe(49);
  const dark = new Set<string>();
  let [x, y] = [quietModules, quietModules];
  for (const [, right, down, length] of svg.matchAll(/m(-?\d+) (\d+)h(\d+)/g)) {
    y += Number(down);
    x += Number(right);
    for (const end = x + Number(length); x < end; x++) dark.add(`${x} ${y}`);
  }
  expect(read(picture(size, (x, y) => dark.has(`${x} ${y}`)))).toBe(text);
  expect(svg.length).toBeLessThan(5_000);
});
