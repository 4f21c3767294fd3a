import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosOffice } from './chaos-office.js';
import { type Fault, places, type Plan, type Spread } from './plan.js';

/** How often what was done, by name; `kill wallet` stands beside `postgres crash`. */
export type Deeds = Map<string, number>;

export function count(deeds: Deeds, what: string, times = 1): void {
  deeds.set(what, (deeds.get(what) ?? 0) + times);
}

/** What this fault does, by the names under which it is counted when it has been done. */
export function deedsOf(fault: Fault, spread: Spread): string[] {
  switch (fault.kind) {
    case 'kill':
      return fault.places.map((place) => `kill ${places[spread][place]}`);
    case 'stall':
      return [`stall ${places[spread][fault.place]}`];
    case 'clock':
      return ['clock a minute wrong'];
    case 'full disk':
      return ['disk full'];
    case 'cut':
      return ['connections cut'];
    case 'postgres':
      return [`PostgreSQL: ${fault.how}`];
    case 'gateway':
      return [`gateway: ${fault.misconduct.kind}`];
    case 'webhooks':
      return ['webhooks repeated, lost or late'];
    case 'refusal':
      return ['gateway: refuses connections'];
  }
}

/** Does all of it at the planned moments, counted from now; resolves when what lasts is over. */
export async function strike(office: ChaosOffice, { faults, spread }: Pick<Plan, 'faults' | 'spread'>, deeds: Deeds): Promise<void> {
  // Two things at once may befall the processes, but a server that is being restarted is not restarted again.
  let postgres = Promise.resolve();
  await Promise.all(faults.map(async ({ atMs, ...planned }) => {
    const fault = planned as Fault;
    const done = (nth = 0): void => count(deeds, deedsOf(fault, spread)[nth]!);
    await delay(atMs);
    if (fault.kind !== 'postgres' && fault.kind !== 'cut') return befall(office, fault, done);
    postgres = postgres.then(() => befall(office, fault, done));
    return postgres;
  }));
}

/** `done` counts what has been done, which is not always what was planned. */
async function befall(office: ChaosOffice, fault: Fault, done: (nth?: number) => void): Promise<void> {
  switch (fault.kind) {
    case 'kill':
      await Promise.all(fault.places.map(async (place, nth) => (await office.places[place]!.kill()) && done(nth)));
      return;
    case 'stall':
      return stall(office, fault.place, fault.forMs, done);
    case 'clock':
      office.places[fault.place]!.trouble({ clockSeconds: fault.seconds });
      return done();
    case 'full disk':
      for (const place of office.places) place.trouble({ diskFull: true });
      done();
      await delay(fault.forMs);
      for (const place of office.places) place.trouble({ diskFull: false });
      return;
    case 'cut':
      if ((await office.database.cut()) > 0) done();
      return;
    case 'postgres':
      return shake(office, fault.how, done);
    case 'gateway':
      await office.steer(fault.gateway, (simulator) => simulator.fault(fault.misconduct));
      return done();
    case 'webhooks':
      await office.steer(fault.gateway, (simulator) => simulator.webhooks(fault.habits));
      return done();
    case 'refusal':
      await office.steer(fault.gateway, (simulator) => simulator.refuse(fault.seconds));
      done();
      return delay(fault.seconds * 1_000);
  }
}

/** As on a host that swaps or a machine that is moved: it goes on later and believes that no time has passed. */
async function stall(office: ChaosOffice, number: number, forMs: number, done: () => void): Promise<void> {
  const { running } = office.places[number]!;
  if (!running?.alive) return;
  process.kill(running.pid, 'SIGSTOP');
  done();
  await delay(forMs);
  if (running.alive) process.kill(running.pid, 'SIGCONT');
}

async function shake(office: ChaosOffice, how: Extract<Fault, { kind: 'postgres' }>['how'], done: () => void): Promise<void> {
  const { database } = office;
  const { url } = database;
  if (how === 'restart') await database.restart();
  else if (how === 'immediate') await database.crash();
  else if (!(await database.killBackend())) return;
  done();
  // Its port was taken meanwhile: processes know the database by its address alone.
  if (database.url !== url) await Promise.all(office.places.map((place) => place.kill()));
}
