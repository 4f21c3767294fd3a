import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SlowLine } from './slow-line.ts';
import { slowLine } from './transport.ts';

const pieces: number[] = [];
const office = createServer((request, response) => {
  if (request.url === '/echo') return void request.pipe(response);
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    pieces.push(chunk.length);
    bytes += chunk.length;
  });
  request.on('end', () => response.writeHead(201, { 'content-type': 'text/plain' }).end(`${request.headers.host} ${bytes} ${'x'.repeat(20_000)}`));
});
let url: URL;

beforeAll(async () => {
  office.listen(0, '127.0.0.1');
  await once(office, 'listening');
  url = new URL(`http://127.0.0.1:${(office.address() as AddressInfo).port}`);
});
afterAll(() => office.close());

test('what goes through arrives whole, addressed to the office, and in pieces', async () => {
  const slow = new SlowLine(url, { roundTripMs: 20, kbitPerSecond: 200 });
  const line = slowLine(url, await slow.open());
  const { status, bytes } = await line.send({ method: 'POST', path: '/', body: 'y'.repeat(10_000) });
  expect(status).toBe(201);
  expect(bytes.toString()).toBe(`${url.host} 10000 ${'x'.repeat(20_000)}`);
  // The kernel may join what came while nobody read; never all of it.
  expect(pieces.length).toBeGreaterThan(1);
  await line.close();
  await slow.close();
});

test('what goes through arrives in its order, however busy this process is', async () => {
  const slow = new SlowLine(url, { roundTripMs: 20, kbitPerSecond: 4_000 });
  const port = await slow.open();
  const busy = setInterval(() => {
    const until = performance.now() + 15;
    while (performance.now() < until);
  }, 1);
  const bodies = Array.from({ length: 20 }, (_, at) => Array.from({ length: 4_000 }, (__, byte) => String.fromCharCode(97 + ((byte + at) % 26))).join(''));
  const said = await Promise.all(bodies.map(async (body) => {
    const line = slowLine(new URL(`${url.href}echo`), port);
    const { bytes } = await line.send({ method: 'POST', path: '/echo', body });
    await line.close();
    return bytes.toString();
  }));
  clearInterval(busy);
  expect(said).toEqual(bodies);
  await slow.close();
});

test('a line whose office has gone breaks', async () => {
  const slow = new SlowLine(new URL('http://127.0.0.1:1'), { roundTripMs: 2, kbitPerSecond: 4_000 });
  const line = slowLine(url, await slow.open());
  await expect(line.send({ method: 'GET', path: '/' })).rejects.toThrow();
  await line.close();
  await slow.close();
});
