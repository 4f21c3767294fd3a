import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** What is remembered of a data folder between starts, in `<folder>.json`, readable by us alone. */
export interface PostgresMemory {
  /** The folder that this was remembered for; another one when the data folder was copied. */
  folder: string;
  /** Where the data is when it is not in `folder` itself, but in an open place, because the server's user cannot enter ours. */
  elsewhere?: string;
  port?: number;
  /** The host of the server's socket, as an address has it. */
  socket?: string | undefined;
  password: string;
}

export function recall(folder: string): PostgresMemory | undefined {
  const file = `${folder}.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PostgresMemory) : undefined;
}

export function remember(folder: string, memory: PostgresMemory): void {
  writeFileSync(`${folder}.json`, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 });
}

/** The superuser's address of a database of the server that this memory is about, whether it runs or not. */
export function urlOf({ port, password }: PostgresMemory, database: string, host = '127.0.0.1'): string {
  return `postgres://postgres:${password}@${host}:${port}/${database}`;
}

/** The same by the shortest way there is: a packet through the kernel's network costs both sides more than many a statement does. */
export function nearUrlOf(memory: PostgresMemory, database: string): string {
  return urlOf(memory, database, memory.socket);
}
