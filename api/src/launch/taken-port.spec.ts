import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { freePort } from './free-port.js';
import { portSentence, refuseTakenPort } from './taken-port.js';

let server: Server;
afterEach(() => server.close());

async function occupy(): Promise<number> {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('a taken port is refused with its number and a way out', async () => {
  const port = await occupy();
  await expect(refuseTakenPort(port, '0.0.0.0', false)).rejects.toThrow(`Port ${port} is taken by another program`);
  await expect(refuseTakenPort(port, '0.0.0.0', false)).rejects.toThrow('PORT=3000 npm start');
});

test('after a crash it waits for the remains of the last start to let go', async () => {
  const port = await occupy();
  setTimeout(() => server.close(), 150);
  await expect(refuseTakenPort(port, '127.0.0.1', true)).resolves.toBeUndefined();
});

test('a remembered port is used again unless somebody took it meanwhile', async () => {
  const port = await occupy();
  expect(await freePort(port)).not.toBe(port);
  server.close();
  await once(server, 'close');
  expect(await freePort(port)).toBe(port);
});

test('the advice never names the port that is taken', () => {
  expect(portSentence(3000, 'EADDRINUSE')).toContain('PORT=3001');
  expect(portSentence(80, 'EACCES')).toContain('above 1023');
});
