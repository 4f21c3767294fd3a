import { writeFileSync } from 'node:fs';
import { median } from './statistics.ts';
import type { BoxOffice } from './office/box-office.ts';
import { Organiser } from './office/organiser.ts';
import { usageOf } from './office/processes.ts';
import { quiet } from './office/quiet.ts';
import { Connection } from './load/connection.ts';
import { Joins } from './measures/joins.ts';
import type { Measured } from './measures/measure.ts';
import { Purchases } from './measures/purchases.ts';
import { poll } from './measures/serving.ts';
import { type Cost, type Costs, costsFile } from './capacity/costs.ts';
import { BenchRefused } from './refused.ts';
import { describeMachine, machineOf } from './report.ts';

/** `max_wal_size` of the embedded server, which it reaches between two checkpoints of a long sale (api/src/launch/postgres-settings.ts). */
const LOG_BYTES = 4 * 2 ** 30;
interface Settings {
  rounds: number;
  seconds: number;
  rampSeconds: number;
  concurrency: number;
  /** Orders whose mails are written; some two hundred a second. */
  mails: number;
  /** Entries by which the size of one is found. */
  fans: number;
  out: string | undefined;
}

/** Measures what `npm run capacity` reckons with, and writes it where that reads it. */
export async function measureCosts(office: BoxOffice, settings: Settings, say: (text: string) => void): Promise<Costs> {
  if (usageOf(office.pid) === null) throw new BenchRefused('Costs are processor time, which only Linux tells of other processes.');
  const organiser = await Organiser.signIn(office);
  const purchases = await purchaseCosts(office, organiser, settings);
  say(`purchases: ${Math.round(purchases.perSecond)} a second`);
  const after = await afterwards(office, organiser, settings);
  say(`mail: ${after.mailMs.toFixed(1)} ms`);
  const line = await lineCosts(office, organiser, settings);
  say(`joins: ${Math.round(line.joinsPerSecond)} a second`);
  const costs: Costs = {
    measured: {
      on: describeMachine(await machineOf(office)),
      at: new Date().toISOString().slice(0, 10),
      command: `npm run bench -- costs --rounds ${settings.rounds} --seconds ${settings.seconds} --concurrency ${settings.concurrency} --fans ${settings.fans}`,
      joinsPerSecond: Math.round(line.joinsPerSecond),
      purchasesPerSecond: Math.round(purchases.perSecond),
    },
    cpuMs: { join: line.join, poll: line.poll, purchase: purchases.cost, mail: round(after.mailMs) },
    bytes: { waiting: Math.ceil(line.waitingBytes), ticket: Math.ceil(after.ticketBytes), bucketTicket: Math.ceil(after.bucketBytes), log: LOG_BYTES, pollAnswer: line.answerBytes },
  };
  writeFileSync(settings.out ?? costsFile, `${JSON.stringify(costs, null, 2)}\n`);
  return costs;
}

async function purchaseCosts(office: BoxOffice, organiser: Organiser, settings: Settings): Promise<{ perSecond: number; cost: Cost }> {
  const purchases = await Purchases.prepare(office, organiser);
  await purchases.round(settings);
  const rounds: Measured[] = [];
  for (let at = 0; at < settings.rounds; at += 1) {
    await quiet(office);
    rounds.push(await purchases.round(settings));
  }
  await quiet(office);
  return { perSecond: median(rounds.map(({ perSecond }) => perSecond)), cost: costOf(rounds) };
}

/** What lags behind a purchase: its mail with the tickets, new codes with their pictures, the audit log; and what all of it leaves on the disk. */
async function afterwards(office: BoxOffice, organiser: Organiser, { concurrency, mails }: Settings): Promise<{ mailMs: number; ticketBytes: number; bucketBytes: number }> {
  const purchases = await Purchases.prepare(office, organiser);
  await purchases.ready(mails);
  await quiet(office);
  const before = await rowBytes(office);
  await purchases.exactly(mails, concurrency);
  const began = usageOf(office.pid)!;
  if (!(await quiet(office, { mails: 'send' }))) throw new Error('the mails were not sent in time');
  const ended = usageOf(office.pid)!;
  return {
    mailMs: ((ended.cpuSeconds.api - began.cpuSeconds.api) * 1_000) / mails,
    ticketBytes: ((await rowBytes(office)) - before) / (2 * mails),
    bucketBytes: office.bucketBytes('codes'),
  };
}

async function lineCosts(office: BoxOffice, organiser: Organiser, settings: Settings) {
  const joins = await Joins.prepare(office, organiser);
  const size = 'select pg_total_relation_size(\'waiting_room.entry\')';
  await joins.round(settings);
  await quiet(office);
  const before = await office.database.number(size);
  await joins.exactly(settings.fans, settings.concurrency);
  const waitingBytes = ((await office.database.number(size)) - before) / settings.fans;
  const [joined, polled]: Measured[][] = [[], []];
  for (let at = 0; at < settings.rounds; at += 1) {
    await quiet(office);
    joined!.push(await joins.round(settings));
    await quiet(office);
    polled!.push(await poll(office, joins.event.id, { ...settings, concurrency: Math.min(64, settings.concurrency) }));
  }
  const connection = await Connection.open(office.port);
  const { head, body } = await connection.request('GET', `/api/v1/events/${joins.event.id}/serving`);
  connection.close();
  return { join: costOf(joined!), joinsPerSecond: median(joined!.map(({ perSecond }) => perSecond)), poll: costOf(polled!), waitingBytes, answerBytes: head.length + 4 + body.length };
}

function costOf(rounds: readonly Measured[]): Cost {
  const part = (name: 'api' | 'postgres'): number => round(median(rounds.map(({ cpuMs }) => cpuMs![name])));
  return { api: part('api'), postgres: part('postgres') };
}

/** All tables but the mailbox, which exists in a demo only; PostgreSQL grows them by whole megabytes, so many rows are needed. */
function rowBytes({ database }: BoxOffice): Promise<number> {
  return database.number(`select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and oid <> 'notifications.mailbox'::regclass`);
}

function round(ms: number): number {
  return Math.round(ms * 10_000) / 10_000;
}
