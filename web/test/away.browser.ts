import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTranslator } from 'next-intl';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TIMES_MAX } from '#seats/ask-again.ts';
import en from '#words/en.json' with { type: 'json' };
import es from '#words/es.json' with { type: 'json' };
import pt from '#words/pt.json' with { type: 'json' };
import { houseUrl } from './house.ts';
import { SeatStage } from './seat-stage.ts';
import { visits } from './visit.ts';

// Pages of their own, which ask the box office through a door that can be shut.
const web = join(import.meta.dirname, '..');
const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const BUSY = 'A bilheteria está cheia agora.';
const t = createTranslator({ locale: 'pt', messages: pt, namespace: 'seats' });
const stage = new SeatStage(houseUrl());
const visitors = visits();
let door: Server;
let isShut = false;
/** How many of the next wishes for places the door answers itself, as a busy box office does. */
let busyFor = 0;
let retryAfter = '1';
const keysAsked: (string | undefined)[] = [];
let pages: ChildProcess;
let url: string;

beforeAll(async () => {
  door = createServer((request, response) => {
    if (isShut) return void response.writeHead(503, { 'content-type': 'text/plain' }).end('away');
    const { method, headers } = request;
    if (method === 'POST' && request.url?.endsWith('/holds') === true) {
      keysAsked.push(headers['idempotency-key']?.toString());
      if (busyFor-- > 0) return void response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': retryAfter }).end(JSON.stringify({ title: BUSY, status: 503, code: 'platform.overloaded' }));
    }
    request.pipe(ask(`${houseUrl()}${request.url ?? '/'}`, { method, headers }, (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers))));
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as AddressInfo;
  const env = { ...process.env, API_URL: `http://127.0.0.1:${port}`, PUBLIC_URL: 'http://localhost', PORT: '0', HOST: '127.0.0.1', NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  pages = spawn(process.execPath, [join(web, 'server.ts')], { cwd: web, env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const [ready] = (await once(pages, 'message')) as [{ port: number }];
  url = `http://localhost:${ready.port}`;
});
afterAll(async () => {
  pages.kill('SIGTERM');
  await once(pages, 'close');
  door.closeAllConnections();
  door.close();
});

test.each([['pt', pt], ['es', es], ['en', en]] as const)('a page that could not be made says so in %s, and comes when it is asked for again', async (language, { ui }) => {
  isShut = true;
  const page = await visitors.open({ phone: true });
  // React tells of it as of an error that nobody caught.
  for (const event of ['pageerror', 'console'] as const) page.removeAllListeners(event);
  const response = await page.goto(`${url}/${language}/events/${FESTIVAL}`);
  expect(response?.status()).toBe(500);
  await page.getByRole('heading', { name: ui['went-wrong'] }).waitFor();
  await page.getByText(ui['went-wrong-lead']).waitFor();
  isShut = false;
  await page.getByRole('button', { name: ui['try-again'] }).click();
  await page.getByRole('heading', { level: 1 }).and(page.locator('.uppercase')).waitFor();
});

/** The form without JavaScript, filled for two, sent by somebody who is signed in; from now on so many wishes are answered with a request for patience. */
async function wishPlainly(busy: number, seconds: number) {
  const page = await visitors.open({ phone: true, javaScriptEnabled: false });
  await stage.signUp(page.context());
  await page.goto(`${url}/pt/events/${await stage.newShow()}/choose/plain`);
  await page.getByLabel(t('ticket-type')).selectOption({ label: 'Plateia · Meia — R$ 90,00' });
  await page.getByLabel(t('how-many')).selectOption('2');
  [busyFor, retryAfter] = [busy, String(seconds)];
  keysAsked.length = 0;
  await page.getByRole('button', { name: t('hold', { count: 0 }) }).click();
  await page.getByText(BUSY).waitFor();
  return page;
}

test('without JavaScript a page that was asked for patience asks again by itself, for the same places under the same key', async () => {
  const page = await wishPlainly(2, 1);
  expect(await page.locator('main').innerText()).toMatch(/2 ×\s+Meia/);
  await page.waitForURL(/\/pt\/checkout\/[0-9a-f-]{36}$/);
  expect(keysAsked).toHaveLength(3);
  expect([new Set(keysAsked).size, keysAsked[0]?.length]).toEqual([1, 36]);
  expect((await page.context().cookies()).filter(({ name }) => name.startsWith('catraca.wish.'))).toEqual([]);
});

test('without JavaScript a choice is changed where it was made, and a key whose places have been given up leads back to it', async () => {
  const page = await wishPlainly(1, 15);
  const wish = (await page.context().cookies()).filter(({ name }) => name.startsWith('catraca.wish.'));
  const isChosen = async () => expect([await page.getByLabel(t('ticket-type')).locator('option:checked').innerText(), await page.getByLabel(t('how-many')).inputValue()]).toEqual([expect.stringContaining('Plateia · Meia'), '2']);
  await page.getByRole('link', { name: t('plain-wait-change') }).click();
  await page.waitForURL(/\/choose\/plain\?/);
  await isChosen();
  await page.getByRole('button', { name: t('hold', { count: 0 }) }).click();
  await page.waitForURL(/\/pt\/checkout\/[0-9a-f-]{36}$/);
  const holdId = page.url().split('/').at(-1)!;
  expect((await page.request.delete(`${houseUrl()}/api/v1/holds/${holdId}`)).ok()).toBe(true);
  await page.context().addCookies(wish);
  await page.goto(`${url}/pt/events/${wish[0]!.name.slice('catraca.wish.'.length)}/choose/plain/hold`);
  await page.getByText(t('plain-refused.failed')).waitFor();
  await isChosen();
  expect((await page.context().cookies()).filter(({ name }) => name.startsWith('catraca.wish.'))).toEqual([]);
});

test('without JavaScript it asks no more than a few times, says so, and keeps what was chosen and its key', async () => {
  // The longest that is waited for; who taps goes on at once.
  const page = await wishPlainly(TIMES_MAX + 1, 15);
  for (let times = 1; times <= TIMES_MAX; times += 1) await page.getByRole('link', { name: t('plain-wait-now') }).click();
  await page.getByText(t('plain-refused.failed')).waitFor();
  expect(keysAsked).toHaveLength(TIMES_MAX + 1);
  expect(await page.getByLabel(t('ticket-type')).locator('option:checked').innerText()).toContain('Plateia · Meia');
  expect(await page.getByLabel(t('how-many')).inputValue()).toBe('2');
  await page.getByRole('button', { name: t('hold', { count: 0 }) }).click();
  await page.waitForURL(/\/pt\/checkout\/[0-9a-f-]{36}$/);
  expect(new Set(keysAsked).size).toBe(1);
});
