import { parseArgs } from 'node:util';
import { BenchRefused } from './refused.ts';

export const parts = ['purchases', 'ledger', 'transfers', 'serving', 'joins', 'rivals'] as const;
export type PartName = (typeof parts)[number];

export interface OverloadSettings {
  /** Visits a second at which the search for the limit begins; each step has this many times those before. */
  from: number;
  growth: number;
  stepsMax: number;
  /** Of a step of the search. Lines find their pace in some ten seconds. */
  stepSeconds: number;
  /** Of the normal rate, of three times the limit, and of the normal rate after it. */
  seconds: number;
  /** The limit, where it is known already and is not searched. */
  known: number | null;
}

const commands = ['all', 'million', 'payments', 'overload', 'costs', 'statements'] as const;

export interface Options {
  command: (typeof commands)[number];
  /** Measured times of each thing; interleaved with what it is compared with. */
  rounds: number;
  seconds: number;
  rampSeconds: number;
  /** Requests in flight. */
  concurrency: number;
  /** What is measured. */
  parts: PartName[];
  /** Tickets sold before, at the second measuring; a tenth of it at the first. 0: nothing is filled in, one measuring. */
  fill: number;
  /** Orders by which the cost of a mail is found. */
  mails: number;
  /** Fans of the million. */
  fans: number;
  tpcb: { scale: number; clients: number; prefer: 'script' | undefined };
  rivals: { buyers: number; seats: number };
  /** Transfers of a round. */
  transfers: number;
  /** Payments a second, and for how long. */
  payments: { rate: number; seconds: number };
  overload: OverloadSettings;
  /** A data folder to keep; a temporary one without. */
  home: string | undefined;
  /** Where the figures go as JSON. */
  out: string | undefined;
}

/** What is worth its time on a quiet machine. */
const usual = { rounds: 5, seconds: 6, rampSeconds: 1, fill: 1_000_000, mails: 1_000, fans: 1_000_000, tpcb: { scale: 32, clients: 32 }, rivals: { buyers: 1_000, seats: 100 }, transfers: 20_000, payments: { rate: 1_000, seconds: 60 }, overload: { from: 50, growth: 1.4, stepsMax: 10, stepSeconds: 15, seconds: 30, known: null } };
/** To see that it runs: its figures mean nothing. */
const quick = { rounds: 2, seconds: 1, rampSeconds: 0.5, fill: 20_000, mails: 100, fans: 20_000, tpcb: { scale: 2, clients: 4 }, rivals: { buyers: 200, seats: 20 }, transfers: 1_000, payments: { rate: 20, seconds: 5 }, overload: { from: 5, growth: 2, stepsMax: 2, stepSeconds: 1, seconds: 2, known: null } };

const help = `npm run bench -- [million | payments | overload | costs | statements] [--quick] [--only ${parts.join(',')}] [--rounds N] [--seconds N] [--concurrency N]
  [--rate PER-SECOND] [--fill TICKETS] [--fans N] [--tpcb script] [--home FOLDER] [--out FILE]   bench/README.md says what they mean.`;

export function readOptions(args: string[]): Options {
  const { values, positionals } = parse(args);
  const command = positionals[0] ?? 'all';
  if (positionals.length > 1 || !isCommand(command)) throw new BenchRefused(help);
  const base = values.quick === true ? quick : usual;
  const number = (name: 'rounds' | 'seconds' | 'concurrency' | 'fill' | 'fans' | 'rate', fallback: number, least = 1): number => {
    const value = values[name] === undefined ? fallback : Number(values[name]);
    if (!Number.isInteger(value) || value < least) throw new BenchRefused(`--${name} is "${values[name]}"; it takes a whole number from ${least}.\n${help}`);
    return value;
  };
  return {
    command,
    rounds: number('rounds', base.rounds),
    seconds: number('seconds', base.seconds),
    rampSeconds: base.rampSeconds,
    // Batches are as large as what waits for them: the throughput goes on rising to about here, and the latency beyond.
    concurrency: number('concurrency', 256),
    parts: readParts(values.only),
    fill: readFill(number('fill', base.fill, 0)),
    mails: base.mails,
    fans: number('fans', base.fans),
    tpcb: { ...base.tpcb, prefer: readTpcb(values.tpcb) },
    rivals: base.rivals,
    transfers: base.transfers,
    payments: { rate: number('rate', base.payments.rate), seconds: number('seconds', base.payments.seconds) },
    overload: { ...base.overload, seconds: number('seconds', base.overload.seconds), known: values.rate === undefined ? null : number('rate', 1) },
    home: values.home,
    out: values.out,
  };
}

function isCommand(name: string): name is Options['command'] {
  return (commands as readonly string[]).includes(name);
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { quick: { type: 'boolean' }, only: text, rounds: text, seconds: text, concurrency: text, rate: text, fill: text, fans: text, tpcb: text, home: text, out: text },
    });
  } catch (error) {
    throw new BenchRefused(`${(error as Error).message}\n${help}`);
  }
}

function readParts(only: string | undefined): PartName[] {
  if (only === undefined) return [...parts];
  const wanted = only.split(',');
  const unknown = wanted.find((name) => !(parts as readonly string[]).includes(name));
  if (unknown !== undefined) throw new BenchRefused(`--only knows ${parts.join(', ')}, not "${unknown}".`);
  return parts.filter((name) => wanted.includes(name));
}

/** Ten sales at least, of which the first is the first size. */
function readFill(tickets: number): number {
  if (tickets === 0 || (tickets >= 200 && tickets % 200 === 0)) return tickets;
  throw new BenchRefused('--fill takes a multiple of 200 tickets, or 0 for an empty box office.');
}

function readTpcb(given: string | undefined): 'script' | undefined {
  if (given === undefined || given === 'script') return given;
  throw new BenchRefused(`--tpcb is "${given}"; "script" uses our own clients although pgbench is installed.`);
}
