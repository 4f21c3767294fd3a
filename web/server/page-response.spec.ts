import { createHook } from 'node:async_hooks';
import { createServer, request as ask, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PageResponse } from './page-response.ts';

type Answer = (response: PageResponse, url: string) => void;

let answer: Answer;
let server: Server;
let packed = 0;
const packing = createHook({ init: (_id, type) => void (packed += Number(type === 'ZLIB')) });

beforeAll(async () => {
  server = createServer({ ServerResponse: PageResponse }, (request, response) => answer(response as PageResponse, request.url ?? ''));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

function get(path: string): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    ask({ port, path, agent: false, headers: { 'accept-encoding': 'br' } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) })).once('error', reject);
    }).once('error', reject).end();
  });
}

const file = (text: string): Answer => (response) => {
  response.treatment = { immutable: true, development: false };
  response.writeHead(200, { 'content-type': 'application/javascript', 'cache-control': 'public, max-age=31536000, immutable' }).end(text);
};

test('a file is packed once, however its name is written', async () => {
  const script = 'the("line", "moves");'.repeat(200);
  answer = file(script);
  packed = 0;
  packing.enable();
  for (const path of ['/_next/static/chunk.js', '/_next/static/%63hunk.js', '/_next/static/c%68unk.js', '/_next/static/chunk.js?a']) {
    const { headers, body } = await get(path);
    expect([headers['content-encoding'], brotliDecompressSync(body).toString()]).toEqual(['br', script]);
  }
  packing.disable();
  // Ours; unpacking is done without waiting, by one more each.
  expect(packed).toBe(1 + 4);
  answer = file(script.toUpperCase());
  expect(brotliDecompressSync((await get('/_next/static/chunk.js')).body).toString()).toBe(script.toUpperCase());
});

test('a page has the policy of what it holds, also where the same was sent as a file', async () => {
  const text = `<script>self.__next_f.push([0])</script>${'<p>The line moves.</p>'.repeat(200)}`;
  answer = file(text);
  expect((await get('/_next/static/page')).headers['content-security-policy']).toBeUndefined();
  answer = (response) => {
    response.treatment = { immutable: true, development: false };
    response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end(text);
  };
  expect((await get('/_next/static/nothing')).headers['content-security-policy']).toContain("'sha256-");
});

test("Next's empty page about what is not there is replaced by ours, under our policy; another page about it stays", async () => {
  const empty = '<!DOCTYPE html><html id="__next_error__"><head></head><body></body></html>';
  const said = '<!doctype html><html lang="pt-BR"><h1>Nada aqui</h1></html>';
  for (const policy of [undefined, "script-src 'nonce-1'"]) {
    for (const [body, expected] of [[empty, said], ['<html lang="es"><h1>Nada</h1></html>', '<html lang="es"><h1>Nada</h1></html>']] as const) {
      answer = (response) => {
        response.treatment = { development: false, nothing: () => said, ...(policy !== undefined && { policy }) };
        response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
        // As Next does: a page comes in parts.
        response.write(body.slice(0, 20));
        response.end(body.slice(20));
      };
      const got = await get('/pt/nothing');
      expect([got.status, got.body.toString(), got.headers['cache-control']]).toEqual([404, expected, 'no-store']);
      expect(got.headers['content-security-policy']).not.toContain('unsafe');
      if (body === empty) expect(got.headers['content-security-policy']).toMatch(/script-src 'self' 'sha256-[^ ]+';/);
      else if (policy !== undefined) expect(got.headers['content-security-policy']).toBe(policy);
    }
  }
});

test('what is missing or went wrong is kept by nobody, whatever Next says', async () => {
  for (const status of [404, 405, 500]) {
    for (const [type, body] of [['image/png', undefined], ['text/plain', 'There is nothing here.'], ['text/html', '<h1>There is nothing here.</h1>']] as const) {
      answer = (response) => void response.writeHead(status, { 'content-type': type, 'cache-control': 's-maxage=31536000' }).end(body);
      const { headers, ...got } = await get('/pt/events/1/opengraph-image');
      expect([got.status, headers['cache-control']]).toEqual([status, 'no-store']);
    }
  }
  answer = (response) => void response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 's-maxage=3600' }).end('a picture');
  expect((await get('/pt/events/1/opengraph-image')).headers['cache-control']).toBe('s-maxage=3600');
});
