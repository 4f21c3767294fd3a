import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Catalog, EventCancelled, EventChanged, EventClosed, EventPostponed, EventPublished } from '#catalog';
import { Config, Consumers, Database, Heat, Jobs, Metrics } from '#platform';
import { CodeMaker, MADE_MAX } from './code-maker.js';
import { codesWanted, nearlyDry, type PoolState } from './code-pool.js';
import { CodeRepository } from './code.repository.js';

// A full pool lasts ten seconds of five hundred purchases: a look each second comes in time.
const EVERY_MS = 1_000;
// An event has been over for two days before its pool is closed.
const PAST_EVERY_MS = 60_000;
// Codes are taken in their order but for those that another transaction has locked: a pool is counted now and then, whatever its mark says.
const WATCHED_MS = 60_000;
// A turn stays short, so that a process that is asked to stop can stop.
const ROUNDS_MAX = 4;

interface Pool extends PoolState {
  eventId: string;
}

/**
 * The sequence service (S0.2): keeps the pool of every event on sale above its low-water mark. While the sale is hot it
 * leaves the processors alone until a pool is nearly dry, and then makes bare codes, whose pictures follow when it has cooled.
 */
@Injectable()
export class CodePoolJob implements OnModuleInit, OnApplicationBootstrap {
  /** Events between their marks, on the way up. Lost with the process: the next one begins again below the low mark. */
  private filling = new Set<string>();
  /** Events for every place of which there is a code, free or given: none is ever wanted again. */
  private complete = new Set<string>();
  /** The code at the low mark of each pool that was full enough. */
  private lowMarks = new Map<string, { codeId: string; until: number }>();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly consumers: Consumers,
    private readonly jobs: Jobs,
    private readonly heat: Heat,
    private readonly catalog: Catalog,
    private readonly codes: CodeRepository,
    private readonly maker: CodeMaker,
    metrics: Metrics,
  ) {
    metrics.gauge('catraca_code_pool_level', 'Free codes in the pool of each event on sale.', ['event_id'], async (gauge) => {
      gauge.reset();
      const { low, high } = config.codePool;
      for (const { eventId, free } of await codes.levels(database.reads, await codes.servedEvents(database.reads), high, low)) gauge.set({ event_id: eventId }, free);
    });
  }

  onModuleInit(): void {
    this.consumers.events('tickets.pool', [EventPublished, EventChanged, EventPostponed, EventCancelled, EventClosed], async (messages) => {
      // The newest word on each event decides; both statements bear repetition, so no inbox is needed.
      const serve = new Map(messages.map((message) => [message.key, !EventCancelled.is(message) && !EventClosed.is(message)]));
      const [open, ended] = [true, false].map((served) => [...serve].filter(([, each]) => each === served).map(([eventId]) => eventId)) as [string[], string[]];
      if (open.length > 0) await this.codes.openPools(this.database.reads, open);
      if (ended.length > 0) await this.codes.endPools(this.database.reads, ended);
    });
    this.jobs.every('tickets.pool', EVERY_MS, () => this.fill());
    this.jobs.every('tickets.past', PAST_EVERY_MS, () => this.endPast());
  }

  /** The keys of a process never change while it runs. */
  onApplicationBootstrap(): Promise<void> {
    return this.maker.discardUnverifiable();
  }

  /** Some rounds over the pools that need codes, a batch for each, so that a large event does not keep a small one waiting. */
  async fill(): Promise<void> {
    const pools = await this.lowPools();
    for (let round = 0; round < ROUNDS_MAX && pools.length > 0; round += 1) {
      const short = this.short(pools);
      if (short.length === 0) break;
      for (const { pool, wanted } of short) pool.free += await this.maker.make(pool.eventId, wanted, !this.heat.hot);
    }
    for (let round = 0; round < ROUNDS_MAX && !this.heat.hot; round += 1) {
      if ((await this.maker.catchUp(MADE_MAX)) < MADE_MAX) break;
    }
  }

  /** Events that are over need no codes and should not be counted for ever. */
  async endPast(): Promise<void> {
    const terms = await this.catalog.saleTerms(await this.codes.servedEvents(this.database.reads));
    const dated = [...terms.values()].flatMap(({ eventId, startsAt }) => (startsAt ? [{ eventId, startsAt }] : []));
    if (dated.length > 0) await this.codes.endPast(this.database.reads, dated);
  }

  /** The pools that get codes now, and how many. */
  private short(pools: Pool[]): { pool: Pool; wanted: number }[] {
    const marks = this.config.codePool;
    const short = pools.map((pool) => ({ pool, wanted: codesWanted(marks, pool, this.filling.has(pool.eventId)) })).filter(({ wanted }) => wanted > 0);
    this.filling = new Set(short.map(({ pool }) => pool.eventId));
    return this.heat.hot ? short.filter(({ pool }) => nearlyDry(marks, pool)) : short;
  }

  /** The pools that may want codes. Only their tickets are counted: a look at the others costs the same whatever was sold, and however many there are. */
  private async lowPools(): Promise<Pool[]> {
    const { low, high } = this.config.codePool;
    const served = await this.codes.servedEvents(this.database.reads);
    this.complete = new Set(served.filter((eventId) => this.complete.has(eventId)));
    const eventIds = await this.unwatched(served.filter((eventId) => !this.complete.has(eventId)));
    if (eventIds.length === 0) return [];
    const levels = await this.codes.levels(this.database.reads, eventIds, high, low);
    for (const { eventId, lowMark } of levels) if (lowMark !== null) this.lowMarks.set(eventId, { codeId: lowMark, until: performance.now() + WATCHED_MS });
    const least = this.heat.hot ? low / 4 : low;
    const wanting = levels.filter(({ eventId, free }) => free < least || this.filling.has(eventId));
    if (wanting.length === 0) return [];
    const terms = await this.catalog.saleTerms(wanting.map(({ eventId }) => eventId));
    const given = await this.codes.given(this.database.reads, wanting.map(({ eventId }) => eventId));
    const pools = wanting.map(({ eventId, free }) => ({ eventId, free, given: given.get(eventId) ?? 0, capacity: terms.get(eventId)?.capacity ?? 0 }));
    for (const { eventId, free, given: sold, capacity } of pools) if (capacity > 0 && free + sold >= capacity) this.complete.add(eventId);
    return pools;
  }

  /** Those of the events whose pool may be low: the code at its low mark was taken, or it was not looked at for a while. */
  private async unwatched(eventIds: readonly string[]): Promise<string[]> {
    const now = performance.now();
    const untouched = await this.codes.stillFree(this.database.reads, [...this.lowMarks.values()].map(({ codeId }) => codeId));
    const wanted = eventIds.filter((eventId) => {
      const mark = this.lowMarks.get(eventId);
      return !mark || mark.until < now || !untouched.has(mark.codeId) || this.filling.has(eventId);
    });
    this.lowMarks = new Map([...this.lowMarks].filter(([eventId]) => eventIds.includes(eventId) && !wanted.includes(eventId)));
    return wanted;
  }
}
