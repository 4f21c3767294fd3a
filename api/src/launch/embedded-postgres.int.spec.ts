import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { guardOrphan } from './orphan-guard.js';
import { socketHost } from './postgres-data.js';

const home = mkdtempSync(join(tmpdir(), 'catraca-postgres-'));
chmodSync(home, 0o711);
afterAll(() => rmSync(home, { recursive: true, force: true }));
const folder = join(home, 'postgres');

async function ask(url: string, question: string): Promise<unknown> {
  const client = new Client(url);
  await client.connect();
  const { rows } = await client.query<{ answer: unknown }>(`select ${question} as answer`);
  await client.end();
  return rows[0]?.answer;
}

test('what was written is there after a restart, at the same port, and nobody gets in without the password', async () => {
  const first = await startEmbeddedPostgres({ folder });
  await ask(first.url(), 'lo_from_bytea(4711, $$kept$$)');
  expect(await ask(first.url(), "current_setting('server_encoding')")).toBe('UTF8');
  await expect(ask(`postgres://postgres:wrong@127.0.0.1:${first.port}/postgres`, '1')).rejects.toThrow(/password authentication failed/);
  await first.stop();

  const second = await startEmbeddedPostgres({ folder });
  expect(second.port).toBe(first.port);
  expect(await ask(second.url(), "convert_from(lo_get(4711), 'UTF8')")).toBe('kept');
  await second.stop();
});

test.skipIf(process.platform === 'win32')('it is nearer by its socket, where nobody gets in without the password either, and has none whose path is too long for one', async () => {
  // A start that was killed while it tried leaves its try behind.
  writeFileSync(join(folder, '.s.PGSQL.65535'), '');
  const server = await startEmbeddedPostgres({ folder });
  expect(await ask(server.nearUrl('postgres'), 'inet_client_addr() is null')).toBe(true);
  await expect(ask(server.nearUrl('postgres').replace(/:[^:@]+@/, ':wrong@'), '1')).rejects.toThrow(/password authentication failed/);
  await server.stop();
  const deep = join(home, 'x'.repeat(100));
  mkdirSync(deep);
  expect(await socketHost(deep)).toBeUndefined();
});

test('a data folder of another major version is refused with both versions', async () => {
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  writeFileSync(join(folder, 'PG_VERSION'), '15\n');
  await expect(startEmbeddedPostgres({ folder })).rejects.toThrow(new RegExp(`holds data of PostgreSQL 15, and this release brings PostgreSQL ${version}`));
});

test.skipIf(process.platform === 'win32')('a guarded process is ended when the one that guards it disappears', async () => {
  const guarded = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
  const ended = once(guarded, 'exit');
  const guard = guardOrphan(guarded, 'TERM');
  expect(execFileSync('ps', ['-o', 'args=', '-p', String(guarded.pid)], { encoding: 'utf8' })).toContain('sleep 60');
  // The kernel does the same to the pipe when we are killed.
  guard?.stdin?.destroy();
  expect(await ended).toEqual([null, 'SIGTERM']);
});
