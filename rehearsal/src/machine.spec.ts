import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { type Part, readProcess, Spent } from './machine.ts';

const sums = (postgres: number): Map<Part, number> => new Map([['postgres', postgres]]);

test('a worker that ends between two looks has taken its time all the same', () => {
  const spent = new Spent();
  expect(spent.since(sums(100)).get('postgres')).toBe(0);
  // A worker of 30 is there, and then no more: its 50 are its parent's.
  expect(spent.since(sums(130)).get('postgres')).toBe(30);
  expect(spent.since(sums(150)).get('postgres')).toBe(20);
});

test('a worker that ended while its siblings were read is counted once, a look later', () => {
  const spent = new Spent();
  spent.since(sums(100));
  expect([spent.since(sums(70)), spent.since(sums(130))].map((taken) => taken.get('postgres'))).toEqual([0, 30]);
});

// Only Linux tells.
test.skipIf(process.platform !== 'linux')('a process has the time of its children that have ended', async () => {
  const burn = 'while (process.cpuUsage().user < 100_000);';
  const shell = spawn('sh', ['-c', `"${process.execPath}" -e "${burn}"; echo done; read wait`], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(shell.stdout, 'data');
  // A shell by itself takes a tick or two.
  const { ticks } = readProcess(shell.pid as number)!;
  shell.stdin.end();
  await once(shell, 'exit');
  expect(ticks).toBeGreaterThanOrEqual(9);
}, 120_000);
