import { spawn } from 'node:child_process';

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

/** npm passes no `kill -9` on; an orphan of npm would go on selling tickets with nobody at the keyboard. */
function watchParent(gone) {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) gone();
  }, 1000);
}
