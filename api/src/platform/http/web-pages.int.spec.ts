import { createServer, type IncomingMessage, request as ask, type RequestOptions, type Server, type ServerResponse } from 'node:http';
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
    const heard = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: '' };
    asked.push(heard);
    // As Next does: what is only read is answered at once, whatever its head says of a body.
    if (request.method !== 'POST') return answer(response);
    request.setEncoding('utf8').on('data', (part: string) => (heard.body += part)).on('end', () => answer(response));
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

/** What `fetch` would not send. */
function send(path: string, options: RequestOptions, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    ask(`${house.url}${path}`, { agent: false, ...options }, (response) => resolve(response.resume().statusCode ?? 0)).once('error', reject).end(body);
  });
}

test('whoever reads a page with a body is refused, and the next one reads what it asked for', async () => {
  asked = [];
  answer = (response) => response.end('a page');
  const hidden = 'GET /pt/orders HTTP/1.1\r\n\r\n';
  for (const method of ['GET', 'HEAD']) {
    for (const framing of [{ 'content-length': hidden.length }, { 'transfer-encoding': 'chunked' }]) expect(await send('/pt', { method, headers: framing }, hidden)).toBe(400);
  }
  expect(asked).toEqual([]);
  expect(await send('/pt', { method: 'GET', headers: { 'content-length': '0' } })).toBe(200);
  expect(await (await get('/pt/events/2')).text()).toBe('a page');
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /pt', 'GET /pt/events/2']);
  expect(asked[0]?.headers['content-length']).toBeUndefined();
});

test('a form that comes in parts is passed on whole, as long as it is, up to its bound', async () => {
  asked = [];
  answer = (response) => response.end('taken');
  const parts = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', 'transfer-encoding': 'chunked' } };
  expect(await send('/pt/line', parts, 'act=join')).toBe(200);
  expect(asked).toMatchObject([{ body: 'act=join', headers: { 'content-length': '8' } }]);
  expect(asked[0]?.headers['transfer-encoding']).toBeUndefined();
  expect(await send('/pt/line', parts, 'a'.repeat(100_000))).toBe(413);
  expect(await send('/pt/line', { method: 'POST' })).toBe(200);
  expect(asked.map(({ headers }) => headers['content-length'])).toEqual(['8', '0']);
});

test('a form that is slow to come holds nothing of the web process', async () => {
  asked = [];
  answer = (response) => response.end('taken');
  const slow = ask(`${house.url}/pt/line`, { agent: false, method: 'POST', headers: { 'content-length': '8', expect: '100-continue' } });
  const status = new Promise<number>((resolve, reject) => slow.once('response', (response) => resolve(response.resume().statusCode ?? 0)).once('error', reject));
  const begun = new Promise((resolve) => slow.once('continue', resolve));
  slow.flushHeaders();
  await begun;
  slow.write('act=');
  expect((await get('/pt')).status).toBe(200);
  expect(asked.map(({ method }) => method)).toEqual(['GET']);
  slow.end('join');
  expect([await status, asked[1]?.body]).toEqual([200, 'act=join']);
});

test('what is between the caller and us stays there', async () => {
  asked = [];
  answer = (response) => response.end('a page');
  await send('/pt', { headers: { connection: 'close, X-Foo, Host', 'x-foo': '1', 'x-bar': '2', te: 'trailers' } });
  expect(asked[0]?.headers).toMatchObject({ host: new URL(house.url).host, 'x-bar': '2' });
  expect([asked[0]?.headers['x-foo'], asked[0]?.headers.te, asked[0]?.headers.connection]).toEqual([undefined, undefined, 'keep-alive']);
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

test('an address that is no text is refused in a page for who reads pages, and in a problem for a program', async () => {
  asked = [];
  const read = async (path: string, accept: string) => {
    const response = await get(path, { headers: { accept, 'accept-language': 'en' } });
    return [response.status, response.headers.get('content-type'), await response.text()];
  };
  const page = 'text/html,application/xhtml+xml,*/*;q=0.8';
  expect(await read('/pt/artists/%E0%A4%A', page)).toEqual([400, 'text/html; charset=utf-8', expect.stringContaining('<h1>Não dá para ler este endereço</h1>')]);
  expect(await read('/artists/%E0%A4%A', page)).toEqual([400, 'text/html; charset=utf-8', expect.stringContaining('<html lang="en">')]);
  for (const [path, accept] of [['/pt/artists/%E0%A4%A', '*/*'], ['/api/v1/artists/%E0%A4%A', page]] as const) {
    expect(await read(path, accept)).toEqual([400, 'application/problem+json; charset=utf-8', expect.stringContaining('platform.invalid_request')]);
  }
  expect(asked).toEqual([]);
});

test("a web process that breaks off is told in a page of the reader's language, and the sale goes on", async () => {
  answer = (response) => response.destroy();
  const response = await get('/es/tickets');
  expect([response.status, response.headers.get('retry-after'), response.headers.get('content-type')]).toEqual([503, '5', 'text/html; charset=utf-8']);
  expect(await response.text()).toContain('Tus entradas y tu lugar en la fila están a salvo.');
  expect((await get('/api/v1/health')).status).toBe(200);
});
