import { join } from 'node:path';
import { launch } from './launch.js';
import { LaunchRefused } from './launch-refused.js';
import { readSettings } from './settings.js';

/**
 * `npm start`: the whole box office on one machine. It runs until it is told to stop (Ctrl-C, SIGTERM, a closed terminal,
 * the end of whoever started it) or a part of it ends by itself; then it stops every part, in order.
 */
async function start(): Promise<void> {
  const stopping = new AbortController();
  const told = (): void => stopping.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, told);
  process.once('disconnect', told);
  // The terminal may be gone before we are.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  const root = join(import.meta.dirname, '..', '..', '..');
  const settings = readSettings(process.env, process.argv.slice(2), root);
  await launch(root, settings, stopping.signal);
}

function explain(error: unknown): string {
  if (error instanceof LaunchRefused) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return `There is no permission to use ${path ?? 'a file'}: it belongs to another user.`;
  if (code === 'ENOSPC') return 'The disk is full.';
  return `The start failed in a way nobody has foreseen; please report it.\n${error instanceof Error ? error.stack : String(error)}`;
}

try {
  await start();
} catch (error) {
  console.error(`\n${explain(error)}\n`);
  process.exitCode = 1;
}
// The channel to the bootstrap would keep us alive.
if (process.connected) process.disconnect?.();
