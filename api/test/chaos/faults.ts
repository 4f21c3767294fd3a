import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosOffice } from './chaos-office.js';
import type { Fault, Plan } from './plan.js';

/** How often what was done, by name; `kill wallet` stands beside `postgres crash`. */
export type Deeds = Map<string, number>;

export function count(deeds: Deeds, what: string, times = 1): void {
  deeds.set(what, (deeds.get(what) ?? 0) + times);
}

/** Does all of it at the planned moments, counted from now; resolves when what lasts is over. */
export async function strike(office: ChaosOffice, { faults }: Pick<Plan, 'faults'>, deeds: Deeds): Promise<void> {
  // Two things at once may befall the processes, but a server that is being restarted is not restarted again.
  let postgres = Promise.resolve();
  await Promise.all(faults.map(async ({ atMs, ...fault }) => {
    await delay(atMs);
    if (fault.kind !== 'postgres' && fault.kind !== 'cut') return befall(office, fault as Fault, deeds);
    postgres = postgres.then(() => befall(office, fault as Fault, deeds));
    return postgres;
  }));
}

async function befall(office: ChaosOffice, fault: Fault, deeds: Deeds): Promise<void> {
  switch (fault.kind) {
    case 'kill':
      await Promise.all(fault.places.map((place) => kill(office, place, deeds)));
      return;
    case 'stall':
      return stall(office, fault.place, fault.forMs, deeds);
    case 'clock':
      count(deeds, 'clock a minute wrong');
      office.places[fault.place]!.trouble({ clockSeconds: fault.seconds });
      return;
    case 'full disk':
      count(deeds, 'disk full');
      for (const place of office.places) place.trouble({ diskFull: true });
      await delay(fault.forMs);
      for (const place of office.places) place.trouble({ diskFull: false });
      return;
    case 'cut':
      count(deeds, 'connections cut');
      return office.database.cut();
    case 'postgres':
      count(deeds, `PostgreSQL: ${fault.how}`);
      return shake(office, fault.how);
    case 'gateway':
      count(deeds, `gateway: ${fault.misconduct.kind}`);
      return office.steer(fault.gateway, (simulator) => simulator.fault(fault.misconduct));
    case 'webhooks':
      count(deeds, 'webhooks repeated, lost or late');
      return office.steer(fault.gateway, (simulator) => simulator.webhooks(fault.habits));
    case 'refusal':
      count(deeds, 'gateway: refuses connections');
      await office.steer(fault.gateway, (simulator) => simulator.refuse(fault.seconds));
      return delay(fault.seconds * 1_000);
  }
}

async function kill(office: ChaosOffice, number: number, deeds: Deeds): Promise<void> {
  const { running, service } = office.places[number]!;
  // Nothing runs there just now: it was killed a moment ago.
  if (!running) return;
  count(deeds, `kill ${service}`);
  await running.kill();
}

/** As on a host that swaps or a machine that is moved: it goes on later and believes that no time has passed. */
async function stall(office: ChaosOffice, number: number, forMs: number, deeds: Deeds): Promise<void> {
  const { running, service } = office.places[number]!;
  if (!running?.alive) return;
  count(deeds, `stall ${service}`);
  process.kill(running.pid, 'SIGSTOP');
  await delay(forMs);
  if (running.alive) process.kill(running.pid, 'SIGCONT');
}

async function shake(office: ChaosOffice, how: Extract<Fault, { kind: 'postgres' }>['how']): Promise<void> {
  const { database } = office;
  const { url } = database;
  if (how === 'restart') await database.restart();
  else if (how === 'immediate') await database.crash();
  else await database.killBackend();
  // Its port was taken meanwhile: processes know the database by its address alone.
  if (database.url !== url) await Promise.all(office.places.map(async ({ running }) => running?.kill()));
}
