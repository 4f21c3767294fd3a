import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import en from '#words/en.json' with { type: 'json' };
import es from '#words/es.json' with { type: 'json' };
import pt from '#words/pt.json' with { type: 'json' };
import { houseUrl } from './house.ts';
import { visits } from './visit.ts';

// Pages of their own, which ask the box office through a door that can be shut.
const web = join(import.meta.dirname, '..');
const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const visitors = visits();
let door: Server;
let isShut = false;
let pages: ChildProcess;
let url: string;

beforeAll(async () => {
  door = createServer((request, response) => {
    if (isShut) return void response.writeHead(503, { 'content-type': 'text/plain' }).end('away');
    const { method, headers } = request;
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
