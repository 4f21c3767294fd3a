import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { judge } from './gate.ts';

const request = (url: string, headers: Record<string, string> = {}, method = 'GET'): IncomingMessage => ({ url, method, headers: { host: 'tickets.example', ...headers } }) as unknown as IncomingMessage;
const at = (...args: Parameters<typeof request>) => judge(request(...args), 'https://tickets.example');

test('an address without a language leads to the language that was chosen, else to the one wished for', () => {
  expect(at('/', { 'accept-language': 'es-AR' })).toEqual({ kind: 'redirect', to: '/es' });
  expect(at('/', { 'accept-language': 'es-AR', cookie: 'a=b; catraca_language=en' })).toEqual({ kind: 'redirect', to: '/en' });
  expect(at('/events/1?from=mail', { cookie: 'catraca_language=xx' })).toEqual({ kind: 'redirect', to: '/pt/events/1?from=mail' });
});

test('pages in a language and files pass', () => {
  for (const url of ['/pt', '/en/events/1', '/_next/static/a.js', '/manifest.webmanifest', '/sw.js']) expect(at(url)).toEqual({ kind: 'pass' });
});

test('nobody is led to another site', () => {
  expect(at('//evil.example/a')).toMatchObject({ kind: 'refuse', status: 400 });
  expect(at('https://evil.example/')).toMatchObject({ kind: 'refuse', status: 400 });
  expect(at('/\\evil.example')).toMatchObject({ kind: 'refuse', status: 400 });
});

test('a form of another site is refused, ours is taken', () => {
  expect(at('/pt/line', { origin: 'https://evil.example' }, 'POST')).toMatchObject({ status: 403 });
  expect(at('/pt/line', { origin: 'null' }, 'POST')).toMatchObject({ status: 403 });
  expect(at('/pt/line', { origin: 'https://tickets.example', 'sec-fetch-site': 'cross-site' }, 'POST')).toMatchObject({ status: 403 });
  expect(at('/pt/line', { origin: 'https://tickets.example' }, 'POST')).toEqual({ kind: 'pass' });
  expect(at('/pt/line', { 'sec-fetch-site': 'same-origin' }, 'POST')).toEqual({ kind: 'pass' });
});

test('what is too large, or no page is asked for with, is refused', () => {
  expect(at('/pt', { 'content-length': '70000' }, 'POST')).toMatchObject({ status: 413 });
  expect(at('/pt', {}, 'DELETE')).toMatchObject({ status: 405 });
  expect(at(`/pt?${'a'.repeat(5000)}`)).toMatchObject({ status: 400 });
  expect(at('/_next/image?url=http://evil.example')).toMatchObject({ status: 404 });
});

test('nobody outside speaks to Next in its own headers: a policy of theirs would end up in a page that is kept', () => {
  const asked = request('/pt', { 'content-security-policy': "script-src 'nonce-theirs'", 'x-middleware-subrequest': 'a', accept: 'text/html' });
  judge(asked, undefined);
  expect(asked.headers).toEqual({ host: 'tickets.example', accept: 'text/html' });
});
