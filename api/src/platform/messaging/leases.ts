import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Config, type ServiceName } from '../config.js';
import { Database } from '../database/index.js';
import { newId } from '../ids.js';
import { Load, type LoadLevel } from '../load/index.js';
import { Log } from '../observability/log.js';
import { sql } from 'kysely';
import { Signals } from './signals.js';

// A dead process is followed by another after TTL + one heartbeat at most; a live one renews four times in that time.
const TTL_SECONDS = 4;
const HEARTBEAT_MS = 1_000;
// A process trusts its own lease for less than the others must wait: clocks need not agree, only their speeds.
const TRUST_MS = 3_000;
// A running turn takes milliseconds; until it has ended nobody else begins. What takes longer is fenced in its own update.
const HANDOVER_SECONDS = 0.3;

/** What only one process may do at a time, as seen by this one. */
export interface Claim {
  readonly name: string;
  /** Whether this process may act now. Whatever must be safe even against a stalled process is fenced by `epoch` in its own update. */
  readonly held: boolean;
  /** Rises with every change of holder. */
  readonly epoch: number;
  /** Gives the work up for good in this process. */
  drop(): void;
}

/** A live process. */
interface Member {
  id: string;
  service: ServiceName;
  groups: string[];
  load: LoadLevel;
  utilization: number;
}

interface Entry {
  name: string;
  group: string;
  epoch: number;
  heldUntil: number;
  wanted: boolean;
}

/** Spreads named work over the live processes: each name is driven by exactly one, and another takes over when it dies. */
@Injectable()
export class Leases implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly processId = newId();
  private readonly entries = new Map<string, Entry>();
  private readonly drivers = new Set<Promise<void>>();
  private stopped = false;
  private readonly stopping = new AbortController();
  private loop: Promise<void> | undefined;
  private hurry: () => void = () => {};
  private members: Member[] = [];

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly signals: Signals,
    private readonly log: Log,
    private readonly load: Load,
  ) {}

  onApplicationBootstrap(): void {
    this.loop = this.heartbeats();
  }

  /** `name` is `<group>:<part>`; processes that claim names of the same group share them out. */
  claim(name: string): Claim {
    const entry: Entry = { name, group: name.split(':')[0] as string, epoch: 0, heldUntil: 0, wanted: true };
    this.entries.set(name, entry);
    this.hurry();
    return {
      name,
      get held() {
        return entry.heldUntil > performance.now();
      },
      get epoch() {
        return entry.epoch;
      },
      drop: () => {
        entry.wanted = false;
      },
    };
  }

  /**
   * Runs `tick` again and again, `everyMs` after its last end, in the one process that holds the lease. What it throws is
   * logged and it is called again. Returns how to stop it.
   */
  drive(name: string, everyMs: number, tick: (claim: Claim) => Promise<void>): () => void {
    const claim = this.claim(name);
    let running = true;
    const drive = async () => {
      while (running && !this.stopped) {
        if (claim.held) {
          await tick(claim).catch((error: unknown) => this.log.error({ err: error, lease: name }, 'a driver failed and will run again'));
        }
        await this.pause(claim.held ? everyMs : Math.min(everyMs, 250));
      }
    };
    const driver = drive().finally(() => this.drivers.delete(driver));
    this.drivers.add(driver);
    return () => {
      running = false;
      claim.drop();
    };
  }

  /** How many live processes share the names of a group, this one included; 1 until the first heartbeat. */
  sharers(group: string): number {
    return Math.max(1, this.members.filter(({ groups }) => groups.includes(group)).length);
  }

  /** A driver that sleeps has nothing to finish: a shutdown does not wait for it. */
  private async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { ref: false, signal: this.stopping.signal }).catch(() => undefined);
  }

  private async heartbeats(): Promise<void> {
    while (!this.stopped) {
      const startedAt = performance.now();
      await this.heartbeat(startedAt).catch((error: unknown) => this.log.warn({ err: error }, 'a heartbeat failed'));
      await Promise.race([delay(HEARTBEAT_MS, undefined, { ref: false }), new Promise<void>((resolve) => (this.hurry = resolve))]);
      // Claims made in one turn (all partitions of a group, say) are asked for together.
      await delay(5);
    }
  }

  private async heartbeat(startedAt: number): Promise<void> {
    const entries = [...this.entries.values()];
    const groups = [...new Set(entries.filter(({ wanted }) => wanted).map(({ group }) => group))];
    const members = await this.register(groups);
    this.members = members;
    this.signals.othersListen = members.length > 1;
    this.load.hear(members.filter(({ id }) => id !== this.processId));
    const mine = entries.filter((entry) => entry.wanted && this.favourite(entry, members) === this.processId);
    const names = mine.map(({ name }) => name);
    const { rows } = await sql<{ name: string; epoch: number }>`
      insert into platform.lease as lease (name, holder, epoch, expires_at)
      select name, ${this.processId}::uuid, 1, statement_timestamp() + make_interval(secs => ${TTL_SECONDS})
        from unnest(${names}::text[]) as name order by name
      on conflict (name) do update set
        epoch = lease.epoch + (lease.holder <> excluded.holder)::int, holder = excluded.holder, expires_at = excluded.expires_at
        where lease.holder = excluded.holder or lease.expires_at < statement_timestamp()
      returning name, epoch`.execute(this.database.relaxed);
    const held = new Map(rows.map((row) => [row.name, row.epoch]));
    const released: string[] = [];
    for (const entry of entries) {
      const epoch = held.get(entry.name);
      if (epoch !== undefined) {
        entry.epoch = epoch;
        entry.heldUntil = startedAt + TRUST_MS;
      } else if (entry.heldUntil > 0) {
        entry.heldUntil = 0;
        released.push(entry.name);
      }
      if (!entry.wanted) this.entries.delete(entry.name);
    }
    if (released.length > 0) await this.handOver(released);
  }

  /** Work that another process is to do now, because it has joined, say: it should not have to wait until these leases run out. */
  private async handOver(names: string[]): Promise<void> {
    this.log.debug({ names }, 'leases go to another process');
    await sql`
      update platform.lease set expires_at = least(expires_at, statement_timestamp() + make_interval(secs => ${HANDOVER_SECONDS}))
      where name = any(${names}::text[]) and holder = ${this.processId}`.execute(this.database.relaxed);
  }

  private async register(groups: string[]): Promise<Member[]> {
    await sql`
      insert into platform.process (id, service, groups, load, utilization, seen_at) values (${this.processId}, ${this.config.service}, ${groups}, ${this.load.level}, ${this.load.utilization}, statement_timestamp())
      on conflict (id) do update set groups = excluded.groups, load = excluded.load, utilization = excluded.utilization, seen_at = excluded.seen_at`.execute(this.database.relaxed);
    const { rows } = await sql<Member>`
      select id, service, groups, load, utilization from platform.process where seen_at > statement_timestamp() - make_interval(secs => ${TTL_SECONDS})`.execute(this.database.relaxed);
    return rows;
  }

  /** Rendezvous hashing (Thaler and Ravishankar 1998): of the processes that want it, the one with the highest hash. */
  private favourite(entry: Entry, members: Member[]): string | undefined {
    let favourite: string | undefined;
    let highest = '';
    for (const { id, groups } of members) {
      if (!groups.includes(entry.group)) continue;
      const weight = createHash('md5').update(id).update(entry.name).digest('hex');
      if (weight > highest) [favourite, highest] = [id, weight];
    }
    return favourite;
  }

  /** Lets the running ticks end, then hands everything over at once instead of letting it run out. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.stopping.abort();
    this.hurry();
    await this.loop;
    await Promise.race([Promise.allSettled(this.drivers), delay(5_000, undefined, { ref: false })]);
    for (const entry of this.entries.values()) entry.heldUntil = 0;
    await sql`update platform.lease set expires_at = '-infinity' where holder = ${this.processId}`.execute(this.database.relaxed).catch(() => {});
    await sql`delete from platform.process where id = ${this.processId} or seen_at < statement_timestamp() - interval '1 day'`.execute(this.database.relaxed).catch(() => {});
  }
}
