import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** What is remembered of a data folder between starts, in `<folder>.json`, readable by us alone. */
export interface PostgresMemory {
  /** Where the data is: the folder itself, or an open place where the server's user cannot enter our own. */
  data: string;
  port?: number;
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
export function urlOf({ port, password }: PostgresMemory, database: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
}
