import { spawn, type ChildProcess } from 'node:child_process';
import type { Owner } from './postgres-owner.js';

/** Longer than a program takes to stop by itself, see program.ts. */
const SECONDS_BEFORE_KILL = 20;

/**
 * Ends `child` when this process disappears, even by `kill -9`: a small shell waits on a pipe that only we hold open,
 * and the kernel closes it whatever happens to us. Windows has no such shell; there a killed parent leaves its children.
 */
export function guardOrphan(child: ChildProcess, signal: 'INT' | 'TERM', owner: Owner = {}): ChildProcess | undefined {
  if (process.platform === 'win32' || child.pid === undefined) return undefined;
  const guard = spawn('/bin/sh', ['-c', WAIT_THEN_SIGNAL, 'guard', String(child.pid), signal, String(SECONDS_BEFORE_KILL)], {
    ...owner,
    cwd: '/',
    // Its own session, so that Ctrl-C and a closed terminal do not end the guard before the guarded.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  child.once('exit', () => guard.kill('SIGKILL'));
  return guard;
}

const WAIT_THEN_SIGNAL = `
read -r _
kill -s "$2" "$1" 2>/dev/null || exit 0
left=$3
while [ "$left" -gt 0 ] && kill -0 "$1" 2>/dev/null; do sleep 1; left=$((left - 1)); done
kill -s KILL "$1" 2>/dev/null
`;
