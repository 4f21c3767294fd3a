import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { atEnd } from '../support/at-end.js';

// As the box office does it: the clock by the global, the bucket by the module's own names.
const program = `
  import { mkdir, writeFile } from 'node:fs/promises';
  const seen = async () => ({
    now: Date.now(), made: new Date().getTime(), fixed: new Date(86_400_000).toISOString(), isDate: new Date() instanceof Date,
    bucket: await mkdir(process.env.CATRACA_HOME + '/bucket/codes', { recursive: true }).then(() => writeFile(process.env.CATRACA_HOME + '/bucket/codes/a.svg', 'a picture')).then(() => 'written', ({ code }) => code),
    log: await writeFile(process.env.CATRACA_HOME + '/log', 'a line').then(() => 'written', ({ code }) => code),
  });
  const work = setInterval(() => {}, 1_000);
  process.on('message', async ({ end }) => (end ? clearInterval(work) : process.send(await seen())));
  process.send('ready');
`;

test('a process has the clock and the disk that it is told to have, from the start and later on', async () => {
  const home = mkdtempSync(join(tmpdir(), 'catraca-upset-'));
  atEnd(() => rmSync(home, { recursive: true, force: true }));
  const child = spawn(process.execPath, ['--import', pathToFileURL(join(import.meta.dirname, 'upset.ts')).href, '--input-type=module', '-e', program], {
    env: { PATH: process.env['PATH'], CATRACA_HOME: home, UPSET_CLOCK_SECONDS: '-60', UPSET_DISK_FULL: 'yes' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  atEnd(() => child.kill('SIGKILL'));
  const next = () => new Promise<any>((resolve) => child.once('message', resolve));
  const look = async (upset?: object) => {
    const answer = next();
    child.send({ ...(upset && { upset }) });
    const { now, made, ...rest } = await answer;
    return { minutesWrong: 0 + Math.round((now - Date.now()) / 60_000), same: Math.abs(now - made) < 60_000, ...rest };
  };
  await next();
  const always = { same: true, fixed: '1970-01-02T00:00:00.000Z', isDate: true, log: 'written' };
  expect(await look()).toEqual({ minutesWrong: -1, bucket: 'ENOSPC', ...always });
  expect(await look({ clockSeconds: 60, diskFull: false })).toEqual({ minutesWrong: 1, bucket: 'written', ...always });
  expect(await look({ clockSeconds: 0, diskFull: true })).toEqual({ minutesWrong: 0, bucket: 'ENOSPC', ...always });
  expect(readdirSync(join(home, 'bucket', 'codes'))).toEqual(['a.svg']);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.send({ end: true });
  expect(await ended).toBe(0);
});
