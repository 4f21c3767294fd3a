import { createServer, type IncomingMessage, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestDatabase } from '../../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../../test/support/test-house.js';

let web: Server;
let webUrl: string;
let developed: TestHouse;

beforeAll(async () => {
  web = createServer((_request, response) => response.writeHead(404).end()).on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Asked: ${request.url}\r\n\r\n`);
    // Says back what it hears.
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  developed = await startHouse(await TestDatabase.create(), [sessionsByDecree({})], { WEB_URL: webUrl, WEB_DEVELOPMENT: 'on' });
});
afterAll(() => web.close());

/** What comes of wanting a socket: what it says back, or nothing where there is none. */
function say(house: TestHouse, path: string, word: string): Promise<string | null> {
  return new Promise((resolve) => {
    const wish = ask(`${house.url}${path}`, { agent: false, headers: { connection: 'Upgrade', upgrade: 'websocket' } });
    wish.once('upgrade', ({ headers }, socket) => {
      socket.once('data', (heard: Buffer) => {
        socket.destroy();
        resolve(`${String(headers['x-asked'])} ${heard.toString()}`);
      });
      socket.write(word);
    });
    wish.once('response', (response) => resolve(response.resume() && null)).once('error', () => resolve(null)).end();
  });
}

test('while pages are being developed, news of changes pass both ways, and nothing else has a socket', async () => {
  expect(await say(developed, '/_next/hmr?id=1', 'changed')).toBe('/_next/hmr?id=1 changed');
  for (const path of ['/pt', '/api/v1/events', '/_next/../pt', '/_nextelse']) expect(await say(developed, path, 'changed'), path).toBeNull();
  expect((await fetch(`${developed.url}/api/v1/health`)).status).toBe(200);
});

test('otherwise there is no socket at all', async () => {
  const house = await startHouse(await TestDatabase.create(), [sessionsByDecree({})], { WEB_URL: webUrl });
  expect(await say(house, '/_next/hmr', 'changed')).toBeNull();
});
