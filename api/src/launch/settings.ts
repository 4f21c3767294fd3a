import { resolve } from 'node:path';
import { LaunchRefused } from './launch-refused.js';

/** What a person chooses when starting the box office. docs/operations.md has the table. */
export interface LaunchSettings {
  port: number;
  /** The address that the API listens on. */
  host: string;
  /** The data folder, absolute. */
  home: string;
  /** In demo mode there are demo accounts, a mailbox and simulated payment providers. */
  demo: boolean;
  /** A PostgreSQL of one's own; none means the embedded one. */
  databaseUrl: string | undefined;
  /** Throw the data folder's content away first. */
  fresh: boolean;
  /** Restart the API whenever it is compiled anew. */
  watch: boolean;
}

export function readSettings(env: NodeJS.ProcessEnv, options: string[], folder: string): LaunchSettings {
  const unknown = options.find((option) => !['--fresh', '--watch'].includes(option));
  if (unknown !== undefined) throw new LaunchRefused(`There is no option "${unknown}". "npm start -- --fresh" begins anew.`);
  const settings: LaunchSettings = {
    port: readPort(chosen(env, 'PORT') ?? '3000'),
    host: chosen(env, 'HOST') ?? '0.0.0.0',
    home: resolve(folder, chosen(env, 'CATRACA_HOME') ?? '.catraca'),
    demo: readMode(chosen(env, 'CATRACA_MODE') ?? 'demo') === 'demo',
    databaseUrl: chosen(env, 'DATABASE_URL'),
    fresh: options.includes('--fresh'),
    watch: options.includes('--watch'),
  };
  if (settings.fresh) refuseToLoseData(settings);
  return settings;
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new LaunchRefused(`PORT is "${text}", which is not a port: choose a number from 1 to 65535.`);
}

function readMode(text: string): string {
  if (text === 'demo' || text === 'live') return text;
  throw new LaunchRefused(`CATRACA_MODE is "${text}"; it is either "demo" or "live".`);
}

function refuseToLoseData({ demo, databaseUrl }: LaunchSettings): void {
  if (!demo) throw new LaunchRefused('--fresh throws everything away, which live mode never does. Delete the data folder yourself.');
  if (databaseUrl !== undefined) {
    throw new LaunchRefused('--fresh empties only the embedded database. Drop and create the one of DATABASE_URL yourself.');
  }
}

/** An empty variable counts as one that is not set. */
function chosen(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}
