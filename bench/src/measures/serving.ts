import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { closedLoop, type Outcome } from '../load/closed-loop.ts';
import { Connection } from '../load/connection.ts';
import type { BoxOffice } from '../office/box-office.ts';
import { cpuSecondsOf } from '../office/processes.ts';
import { measure, type Measured } from './measure.ts';

export interface Polling {
  concurrency: number;
  rampSeconds: number;
  seconds: number;
}

/** Everybody asks for the serving number, each as soon as the last answer has come. */
export function poll(office: BoxOffice, eventId: string, polling: Polling): Promise<Measured> {
  return measure(office, { ...polling, step: asking(`/api/v1/events/${eventId}/serving`) }, (outcome) => outcome === '200');
}

/** The same of another server on this machine. */
export async function pollAt(port: number, path: string, polling: Polling, sample?: () => void): Promise<Outcome & { perSecond: number }> {
  const outcome = await closedLoop({ ...polling, port, step: asking(path), ...(sample && { sample }) });
  return { ...outcome, perSecond: (outcome.counts['200'] ?? 0) / outcome.seconds };
}

/** As little of a client as there can be: a bare route answers about as fast as one process asks. */
function asking(path: string) {
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\n\r\n`);
  return async (connection: Connection): Promise<string> => {
    const { status } = await connection.repeat(request);
    return status === 200 ? '200' : String(status);
  };
}

/** The same of a bare server, with the processor milliseconds that it took for an answer; null where the system does not tell. */
export async function pollBare(bare: BareServer, polling: Polling): Promise<Outcome & { perSecond: number; cpuMs: number | null }> {
  const samples: (number | null)[] = [];
  const outcome = await pollAt(bare.port, bare.path, polling, () => void samples.push(bare.cpuSeconds()));
  const [before, after] = samples;
  const used = typeof before === 'number' && typeof after === 'number' ? after - before : null;
  return { ...outcome, cpuMs: used === null ? null : (used * 1_000) / Math.max(1, outcome.counts['200'] ?? 0) };
}

/** A Fastify server with one route that answers what the box office answers: what a request costs with nothing behind it. */
export interface BareServer {
  port: number;
  path: string;
  /** What it has used of processors so far; null where the system does not tell. */
  cpuSeconds(): number | null;
  stop(): Promise<void>;
}

export async function bareServerLike({ port }: BoxOffice, eventId: string): Promise<BareServer> {
  const path = `/api/v1/events/${eventId}/serving`;
  const connection = await Connection.open(port);
  const { body } = await connection.request('GET', path);
  connection.close();
  const child = fork(join(import.meta.dirname, 'bare-server.ts'), [], { env: { ...process.env, BENCH_PATH: path, BENCH_BODY: body.toString() }, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return { port: await portOf(child), path, cpuSeconds: () => cpuSecondsOf(child.pid as number), stop: () => ended(child) };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', (code) => reject(new Error(`the bare server ended with code ${code}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
