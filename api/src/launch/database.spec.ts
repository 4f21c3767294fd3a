import { expect, test } from 'vitest';
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
