import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Catalog, EventCancelled, EventChanged, EventClosed, EventPostponed, EventPublished } from '#catalog';
import { Config, Consumers, Database, Heat, Jobs, Metrics } from '#platform';
import { CodeMaker, MADE_MAX } from './code-maker.js';
import { codesWanted, nearlyDry, type PoolState } from './code-pool.js';
import { CodeRepository } from './code.repository.js';

const EVERY_MS = 1_000;
const PAST_EVERY_MS = 60_000;
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
  /** Events that have issued as many tickets as they have places. That never changes, and they need not be counted every second. */
  private readonly complete = new Set<string>();

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
      const served = await codes.servedEvents(database.reads);
      for (const [eventId, free] of await codes.free(database.reads, served, config.codePool.high)) gauge.set({ event_id: eventId }, free);
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
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const { high, low } = this.config.codePool;
      const short = this.short(await this.pools(this.filling.size > 0 ? high : low));
      if (short.length === 0) break;
      for (const { eventId, wanted } of short) await this.maker.make(eventId, wanted, !this.heat.hot);
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
  private short(pools: Pool[]): { eventId: string; wanted: number }[] {
    const marks = this.config.codePool;
    const short = pools.map((pool) => ({ pool, eventId: pool.eventId, wanted: codesWanted(marks, pool, this.filling.has(pool.eventId)) })).filter(({ wanted }) => wanted > 0);
    this.filling = new Set(short.map(({ eventId }) => eventId));
    return this.heat.hot ? short.filter(({ pool }) => nearlyDry(marks, pool)) : short;
  }

  /** The pools that may need codes: those below `enough`. */
  private async pools(enough: number): Promise<Pool[]> {
    const { reads } = this.database;
    const eventIds = (await this.codes.servedEvents(reads)).filter((eventId) => !this.complete.has(eventId));
    if (eventIds.length === 0) return [];
    const terms = await this.catalog.saleTerms(eventIds);
    const low = [...(await this.codes.free(reads, eventIds, enough))].filter(([, free]) => free < enough);
    const given = await this.codes.given(reads, low.map(([eventId]) => eventId));
    const pools = low.map(([eventId, free]) => ({ eventId, free, given: given.get(eventId) ?? 0, capacity: terms.get(eventId)?.capacity ?? 0 }));
    for (const { eventId, given: issued, capacity } of pools) if (capacity > 0 && issued >= capacity) this.complete.add(eventId);
    return pools;
  }
}
