import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestDatabase } from '../../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../../test/support/test-house.js';

let asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let answer: (response: ServerResponse) => void = (response) => response.end('a page');
let web: Server;
let house: TestHouse;

beforeAll(async () => {
  web = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part)).on('end', () => {
      asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const { port } = web.address() as AddressInfo;
  house = await startHouse(await TestDatabase.create(), [sessionsByDecree({})], { WEB_URL: `http://127.0.0.1:${port}` });
});
afterAll(() => web.close());

const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${house.url}${path}`, { redirect: 'manual', ...init });

test("what is not the API's own is handed to the web process, with who asks and under the same address", async () => {
  asked = [];
  answer = (response) => response.writeHead(200, { 'content-type': 'text/html', etag: '"1"', 'content-security-policy': "default-src 'self'", connection: 'close' }).end('<h1>Home</h1>');
  const response = await get('/pt/events/1?from=mail', { headers: { 'x-forwarded-for': '203.0.113.9', 'x-request-id': 'request-17' } });
  expect([response.status, await response.text(), response.headers.get('content-security-policy'), response.headers.get('x-content-type-options')]).toEqual([200, '<h1>Home</h1>', "default-src 'self'", 'nosniff']);
  expect(asked).toMatchObject([{ method: 'GET', url: '/pt/events/1?from=mail', headers: { host: new URL(house.url).host, 'x-request-id': 'request-17', 'x-forwarded-proto': 'http' } }]);
  expect(asked[0]?.headers['x-forwarded-for']).not.toBe('203.0.113.9');
});

test('an unchanged page brings no policy of ours with it, which would replace its own', async () => {
  answer = (response) => response.writeHead(304, { etag: '"1"' }).end();
  const response = await get('/pt', { headers: { 'if-none-match': '"1"' } });
  expect([response.status, response.headers.get('content-security-policy')]).toEqual([304, null]);
});

test('a form is passed on as it was sent, up to its bound', async () => {
  asked = [];
  answer = (response) => response.writeHead(303, { location: '/pt/line' }).end();
  const response = await get('/pt/line', { method: 'POST', body: new URLSearchParams({ name: 'Ana Lúcia' }) });
  expect([response.status, response.headers.get('location'), asked[0]?.body]).toEqual([303, '/pt/line', 'name=Ana+L%C3%BAcia']);
  const large = await get('/pt/line', { method: 'POST', body: new URLSearchParams({ name: 'a'.repeat(100_000) }) });
  expect(large.status).toBe(413);
});

test("what looks like the API's own is never the web's", async () => {
  asked = [];
  for (const path of ['/api/v1/nothing', '/api/nothing', '/mailbox/nothing/at/all']) {
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
  }
  expect((await get('/api/openapi.json')).status).toBe(200);
  expect(asked).toEqual([]);
});

test("a web process that breaks off is told in a page of the reader's language, and the sale goes on", async () => {
  answer = (response) => response.destroy();
  const response = await get('/es/tickets');
  expect([response.status, response.headers.get('retry-after'), response.headers.get('content-type')]).toEqual([503, '5', 'text/html; charset=utf-8']);
  expect(await response.text()).toContain('Tus entradas y tu lugar en la fila están a salvo.');
  expect((await get('/api/v1/health')).status).toBe(200);
});
