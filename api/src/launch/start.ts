import { join } from 'node:path';
import { explain } from './explain.js';
import { launch } from './launch.js';
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

try {
  await start();
} catch (error) {
  console.error(`\n${explain(error)}`);
  process.exitCode = 1;
}
// The channel to the bootstrap would keep us alive.
if (process.connected) process.disconnect?.();
