import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { modulesOf } from '../../src/services.js';
import { TestDatabase } from '../support/test-database.js';
import { startHouse, type TestHouse } from '../support/test-house.js';

let house: TestHouse;
beforeAll(async () => {
  house = await startHouse(await TestDatabase.create(), modulesOf({ service: 'all' }));
});

/** The raw answer to bytes that no well-behaved client would send. */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(house.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.setEncoding('utf8').on('data', (part: string) => (answer += part)).on('close', () => resolve(answer)).on('error', reject);
    // Only a server that neither answers nor hangs up is given up.
    socket.setTimeout(60_000, () => socket.destroy());
  });
}

describe('the page at /api/docs', () => {
  test('is for everybody, and everything on it comes from this server', async () => {
    const page = await fetch(`${house.url}/api/docs`);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'/);
    const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!).filter((url) => url !== 'data:,');
    expect(named.every((url) => url.startsWith('/api/docs/'))).toBe(true);
    const assets = await Promise.all(named.map((url) => fetch(new URL(url, house.url))));
    expect(assets.map(({ status, headers }) => `${status} ${headers.get('content-type')?.split(';')[0]}`).toSorted()).toEqual(['200 text/css', '200 text/javascript', '200 text/javascript']);
  });

  test('shows the document that is served beside it', async () => {
    expect(await (await fetch(`${house.url}/api/docs/start.js`)).text()).toContain("url: '/api/openapi.json'");
    expect(await (await fetch(`${house.url}/api/openapi.json`)).json()).toMatchObject({ openapi: '3.1.0' });
  });
});

describe('a client that is not ours', () => {
  // An event that nobody knows: 404 means that the request itself was understood.
  test.each(['POST', 'DELETE'])('%s without a body may name a content type or not', async (method) => {
    for (const headers of [{}, { 'content-type': 'application/json' }, { 'content-type': 'application/json; charset=utf-8', 'content-length': '0' }]) {
      const answer = await fetch(`${house.url}/api/v1/events/${newId()}/line`, { method, headers: headers as Record<string, string> });
      expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'line.not_found' }]);
    }
  });

  test('a body that is needed and not there is a named mistake', async () => {
    const answer = await fetch(`${house.url}/api/v1/auth/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'platform.invalid_request' }]);
  });

  test.each([
    ['a path that is no text', 'GET /api/v1/events/%ff%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    ['a path parameter as long as a novel', `GET /api/v1/pictures/${'a'.repeat(500)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`, 414],
    ['a method that nobody knows', 'STEAL /api/v1/events HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['a request that is none', 'hello there\r\n\r\n', 400],
    ['headers as long as a novel', `GET /health HTTP/1.1\r\nhost: x\r\nx-novel: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['a body cut short of what was promised', 'POST /api/v1/auth/sign-in HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', 400],
  ])('%s is refused as problem+json', async (_what, request, status) => {
    const answer = await raw(request);
    expect(answer.split('\r\n')[0]).toContain(` ${status} `);
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(JSON.parse(answer.slice(answer.lastIndexOf('\r\n\r\n')))).toMatchObject({ status, code: 'platform.invalid_request', title: 'The request is not in the expected form.' });
  });
});
