import { expect, test } from 'vitest';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compress, encodingFor, isCompressible } from './compression.ts';

test('the best is chosen that the reader takes', () => {
  expect(encodingFor('gzip, deflate, br, zstd')).toBe('br');
  expect(encodingFor('gzip;q=1.0, br;q=0')).toBe('gzip');
  expect(encodingFor('deflate')).toBe('identity');
  expect(encodingFor(undefined)).toBe('identity');
});

test('what is compressed reads as it was, and what is too small is left alone', async () => {
  const body = Buffer.from('the line moves by a notch. '.repeat(200));
  expect(brotliDecompressSync(await compress(body, 'br', 8)).equals(body)).toBe(true);
  expect(gunzipSync(await compress(body, 'gzip', 8)).equals(body)).toBe(true);
  expect(await compress(Buffer.from('short'), 'br', 11)).toEqual(Buffer.from('short'));
});

test('fonts, pictures and streams of events go as they are', () => {
  for (const type of ['font/woff2', 'image/png', 'text/event-stream']) expect(isCompressible(type)).toBe(false);
  for (const type of ['text/html; charset=utf-8', 'application/javascript; charset=UTF-8', 'text/x-component', 'image/svg+xml']) expect(isCompressible(type)).toBe(true);
});
