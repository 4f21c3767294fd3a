import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { BoxOffice } from '../office/box-office.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'api', 'dist', 'wallet', 'ledger-rush.js');
/** Its own database is made and filled first. */
const START_MS_MAX = 120_000;

export interface Rush {
  perSecond: number;
  /** Transfers that were answered, and how many of them the books have. */
  made: number;
  received: number;
}

/** The ledger alone, in a process and a database of its own on the box office's server. */
export function ledgerRush(office: BoxOffice, { clients, seconds }: { clients: number; seconds: number }): Promise<Rush> {
  const env = { ...process.env, RUSH_URL: office.databaseUrl('postgres'), RUSH_CLIENTS: String(clients), RUSH_SECONDS: String(seconds) };
  const child = fork(PROGRAM, [], { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'], timeout: START_MS_MAX + seconds * 1_000 });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Rush));
    child.once('exit', (code, signal) => reject(new Error(`the ledger's rush ended with ${signal ?? code}`)));
  });
}
