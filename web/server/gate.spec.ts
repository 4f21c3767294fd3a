import { globSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
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

test('every file that stands in public/ or that app/ makes passes, and an address with a dot that is none leads to our page about that', () => {
  const web = join(import.meta.dirname, '..');
  const files = [...globSync('*.*', { cwd: join(web, 'public') }), ...globSync('*.{png,svg,ico}', { cwd: join(web, 'app') }), ...globSync('*.*/route.ts', { cwd: join(web, 'app') }).map((file) => file.replace('/route.ts', '')), 'manifest.webmanifest'];
  expect(files.length).toBeGreaterThan(6);
  for (const file of files) expect(at(`/${file}`, { accept: '*/*' }), file).toEqual({ kind: 'pass' });
  for (const url of ['/a.b', '/wp-login.php', '/index.html/x', '/xx.y/events']) {
    expect(at(url, { accept: 'text/html,*/*' }), url).toEqual({ kind: 'redirect', to: `/pt${url}` });
    expect(at(url, { accept: 'image/avif,*/*' }), url).toMatchObject({ kind: 'refuse', status: 404 });
  }
});

test("while developing, Next's own questions pass, from our pages only; else they are no form", () => {
  const asking = request('/__nextjs_original-stack-frames', { origin: 'https://tickets.example' }, 'POST');
  expect(judge(asking, undefined, true)).toEqual({ kind: 'pass' });
  expect(judge(asking, undefined)).toMatchObject({ kind: 'refuse', status: 405 });
  expect(judge(request('/__nextjs_original-stack-frames', { origin: 'https://evil.example' }, 'POST'), undefined, true)).toMatchObject({ status: 403 });
});

test('nobody is led to another site', () => {
  expect(at('//evil.example/a')).toMatchObject({ kind: 'refuse', status: 400 });
  expect(at('https://evil.example/')).toMatchObject({ kind: 'refuse', status: 400 });
  expect(at('/\\evil.example')).toMatchObject({ kind: 'refuse', status: 400 });
});

const form = '/pt/events/019aa000-0000-7000-8000-000000000101/line/plain';

test('a form of another site is refused, ours is taken', () => {
  expect(at(form, { origin: 'https://evil.example' }, 'POST')).toMatchObject({ status: 403 });
  expect(at(form, { origin: 'null' }, 'POST')).toMatchObject({ status: 403 });
  expect(at(form, { origin: 'https://tickets.example', 'sec-fetch-site': 'cross-site' }, 'POST')).toMatchObject({ status: 403 });
  expect(at(form, { origin: 'https://tickets.example' }, 'POST')).toEqual({ kind: 'pass' });
  expect(at(form, { 'sec-fetch-site': 'same-origin' }, 'POST')).toEqual({ kind: 'pass' });
});

test('what is too large, or no page is asked for with, is refused', () => {
  expect(at(form, { 'content-length': '70000' }, 'POST')).toMatchObject({ status: 413 });
  expect(at(`/pt?${'a'.repeat(5000)}`)).toMatchObject({ status: 400 });
  expect(at('/_next/image?url=http://evil.example')).toMatchObject({ status: 404 });
});

test('a form is posted only to where forms are taken: Next would keep its refusal as the page', () => {
  expect(at(`${form}?said=joined`, {}, 'POST')).toEqual({ kind: 'pass' });
  for (const url of ['/pt', '/', '/pt/events', '/pt/sign-in', form.replace('/line', '/choose'), form.replace('/plain', ''), form.replace('/line', '/%6cine'), '/pt/events/%2e%2e/line/plain', '/xx/events/1/line/plain', `${form}/`, '/robots.txt', '/_next/static/a.js']) {
    expect(at(url, {}, 'POST'), url).toMatchObject({ kind: 'refuse', status: 405, allow: 'GET, HEAD' });
  }
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY']) {
    expect(at('/pt', {}, method)).toMatchObject({ kind: 'refuse', status: 405, allow: 'GET, HEAD' });
    expect(at(form, {}, method)).toMatchObject({ kind: 'refuse', status: 405, allow: 'GET, HEAD, POST' });
  }
});

test('every route that takes a form is reached by one', () => {
  const app = join(import.meta.dirname, '..', 'app');
  const taking = globSync('**/route.ts', { cwd: app }).filter((file) => /export .*\bPOST\b/.test(readFileSync(join(app, file), 'utf8')));
  expect(taking.length).toBeGreaterThan(1);
  for (const file of taking) expect(at(`/${file.replace('[locale]', 'es').replace('[eventId]', '1').replace('/route.ts', '')}`, {}, 'POST'), file).toEqual({ kind: 'pass' });
  // Actions of React's are posted to pages.
  const acting = globSync('{app,account,checkout,line,orders,programme,seats,tickets,ui,wallet}/**/*.{ts,tsx}', { cwd: join(app, '..') }).filter((file) => /^\s*['"]use server['"]/m.test(readFileSync(join(app, '..', file), 'utf8')));
  expect(acting).toEqual([]);
});

test('nobody outside speaks to Next in its own headers: a policy of theirs would end up in a page that is kept', () => {
  const asked = request('/pt', { 'content-security-policy': "script-src 'nonce-theirs'", 'x-middleware-subrequest': 'a', accept: 'text/html' });
  judge(asked, undefined);
  expect(asked.headers).toEqual({ host: 'tickets.example', accept: 'text/html' });
});
