import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { refuseOldServer, refuseUnusableDatabase } from './database.js';

test('a server that is too old is refused with both versions', () => {
  expect(() => refuseOldServer(140_013)).toThrow('is version 14; Catraca needs 15 or newer');
  expect(() => refuseOldServer(150_000)).not.toThrow();
});

test('a server that does not answer is a sentence', async () => {
  await expect(refuseUnusableDatabase('postgres://127.0.0.1:1/catraca')).rejects.toThrow(/The PostgreSQL of DATABASE_URL cannot be used: connect ECONNREFUSED/);
  // A name with two addresses fails as one error of two, which has no message.
  await expect(refuseUnusableDatabase('postgres://localhost:1/catraca')).rejects.toThrow(/cannot be used: .*ECONNREFUSED/);
});

test('a server that takes the connection and says nothing is a sentence, too', async () => {
  const silent = createServer((socket) => onTestFinished(() => void socket.destroy()));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  await expect(refuseUnusableDatabase(`postgres://127.0.0.1:${port}/catraca`, 100)).rejects.toThrow(/cannot be used: .*time/);
});
