import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs `node args` in our place and resolves to its exit code. Signals are passed on and the child decides what to do;
 * it also ends when we are killed, because the channel between us closes.
 */
export function handOver(node, args, cwd) {
  const child = spawn(node, ['--enable-source-maps', ...args], { cwd, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  const watch = watchParent(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      resolve(code ?? (signal === 'SIGKILL' ? 137 : 1));
    });
  });
}

/**
 * A killed npm tells its children nothing, and a box office that nobody sees any more would go on selling. Between npm and
 * us there may be a shell, so both above us are watched.
 */
function watchParent(gone) {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const before = ancestors();
  return setInterval(() => {
    if (ancestors() !== before) gone();
  }, 250);
}

function ancestors() {
  return `${process.ppid} ${parentOf(process.ppid)}`;
}

/** Known on Linux only; elsewhere the shell's own end has to do. */
function parentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8').match(/^PPid:\s*(\d+)/m)?.[1];
  } catch {
    return undefined;
  }
}
