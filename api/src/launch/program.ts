import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { LaunchRefused } from './launch-refused.js';
import { guardOrphan } from './orphan-guard.js';
import type { DemoAccount } from './summary.js';

/** The API finishes the requests it has begun; a hold or a payment takes seconds, not minutes. */
const STOP_SECONDS_MAX = 15;
/** A sentence or the head of a stack; the rest is in the log, which is named. */
const LINES_SHOWN = 15;

export interface ProgramOptions {
  name: string;
  /** For Node: its own options, the program, the program's options. */
  args: string[];
  cwd: string;
  env: Record<string, string | undefined>;
  /** Where its output goes; the terminal when there is none. */
  logFile?: string;
}

/** What a program sends when it is ready; the API of a demo tells its accounts. */
interface Ready {
  type: 'ready';
  accounts?: DemoAccount[];
}

export interface Program {
  name: string;
  /** Resolves with a phrase that says how, when the process is gone, asked for or not. */
  ended: Promise<string>;
  /** Resolves when the program has sent `{ type: 'ready' }`; throws LaunchRefused when it ends before, takes too long or is not wanted any more. */
  untilReady(secondsMax: number, stopping: AbortSignal): Promise<Ready>;
  /** The newest lines of its log, for whoever has to find out why it ended. */
  lastWords(): string;
  stop(): Promise<void>;
}

/** Starts a Node program that ends with us, even when we are killed. */
export function startProgram({ name, args, cwd, env, logFile }: ProgramOptions): Program {
  const output = logFile === undefined ? 'inherit' : openLog(logFile);
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    // Its own group: Ctrl-C comes to us, and we stop one after the other.
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  });
  if (typeof output === 'number') closeSync(output);
  guardOrphan(child, 'TERM');
  const ready = readyMessage(child);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`did not start (${error.message})`));
    child.once('exit', (code, signal) => resolve(signal === null ? `ended with code ${code}` : `was ended by ${signal}`));
  });
  const lastWords = (): string => (logFile === undefined ? '' : endOfLog(logFile));
  return {
    name,
    ended,
    lastWords,
    untilReady: async (secondsMax, stopping) => {
      const waiting = AbortSignal.any([stopping, AbortSignal.timeout(secondsMax * 1000)]);
      const late = aborted(waiting).then(() => `was not ready after ${secondsMax} seconds`);
      const first = await Promise.race([ready, ended, late]);
      if (typeof first === 'string') throw new LaunchRefused(`${name} ${first}.${lastWords()}`);
      return first;
    },
    stop: () => stop(child, ended),
  };
}

/** Resolves when the signal fires. */
export function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function readyMessage(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if ((message as { type?: string } | null)?.type === 'ready') resolve(message as Ready);
    });
  });
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS_MAX * 1000);
  await ended;
  clearTimeout(timer);
}

function openLog(file: string): number {
  // One log per start, and the one before it, so that neither grows for ever nor a crash loses its traces.
  if (existsSync(file)) renameSync(file, `${file}.previous`);
  return openSync(file, 'a', 0o600);
}

function endOfLog(file: string): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const shown = lines.slice(-LINES_SHOWN).map((line) => `\n  ${line}`).join('');
  // A program that refuses to start with a sentence needs no introduction.
  return lines.some((line) => /^\s+at /.test(line)) ? ` Its last words, from ${file}:${shown}` : shown;
}
