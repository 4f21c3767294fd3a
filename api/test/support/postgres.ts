import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/launch/embedded-postgres.js';

export interface TestPostgres {
  /** A superuser's connection to a maintenance database, beside which tests create and drop their own. */
  url: string;
  stop(): Promise<void>;
}

/** One PostgreSQL for a whole test run: that of `DATABASE_URL` (15 or newer), else the embedded one in a temporary folder. */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() };

  const folder = mkdtempSync(join(tmpdir(), 'catraca-test-'));
  // PostgreSQL runs as another user when the tests run as root, and must be able to enter.
  chmodSync(folder, 0o711);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    // It is thrown away, so nobody need wait for the disk: most of a small commit's time, and seconds whenever a file drops its database. What crashes on purpose (`chaos`) has a server of its own.
    const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), settings: { fsync: 'off' } });
    return {
      url: server.url(),
      stop: async () => {
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
