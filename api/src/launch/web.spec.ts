import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort } from './free-port.js';
import { startWeb } from './web.js';

const root = mkdtempSync(join(tmpdir(), 'catraca-web-launch-'));
mkdirSync(join(root, 'web'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

// A web process that tells which one it is and what it was told, and ends when asked to.
writeFileSync(
  join(root, 'web', 'server.ts'),
  `import { createServer } from 'node:http';
const server = createServer((request, response) => {
  response.setHeader('connection', 'close');
  if (request.url === '/end') { response.end('ending'); setImmediate(() => process.exit(3)); return; }
  response.end(JSON.stringify({ pid: process.pid, apiUrl: process.env.API_URL, publicUrl: process.env.PUBLIC_URL }));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send({ type: 'ready' }));
`,
);

test('a web process that ends is started again, knows where the API is, and ends with the box office', async () => {
  const port = await freePort();
  const web = startWeb({ root, port, apiUrl: 'http://127.0.0.1:1', publicUrl: 'https://tickets.example', development: false, logFile: join(root, 'web.log') });
  const stopping = new AbortController();
  expect(await web.untilReady(stopping.signal)).toEqual({ ready: true });
  const who = async () => (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as { pid: number; apiUrl: string; publicUrl: string };
  const first = await who();
  expect(first).toMatchObject({ apiUrl: 'http://127.0.0.1:1', publicUrl: 'https://tickets.example' });
  await fetch(`http://127.0.0.1:${port}/end`).catch(() => undefined);
  await expect.poll(() => who().then(({ pid }) => pid !== first.pid, () => false), { timeout: 120_000, interval: 100 }).toBe(true);
  await web.stop();
  await expect(who()).rejects.toThrow();
});
