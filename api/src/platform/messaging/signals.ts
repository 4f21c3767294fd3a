import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Config } from '../config.js';
import { PreparingClient } from '../database/client.js';
import { Database } from '../database/index.js';

const CHANNEL = 'catraca_signal';
// NOTIFY takes a lock at commit, so it never stands in a hot transaction: what was signalled within 20 ms leaves as one.
const GATHER_MS = 20;
// A server far away needs some hundred milliseconds to take somebody in and to answer.
const SILENCE_MS = 10_000;
// A listening connection says nothing for hours; the kernel asks whether the other side is still there.
const KEEP_ALIVE_AFTER_MS = 10_000;
// A goodbye that the network swallows is not waited for.
const GOODBYE_MS = 1_000;

/**
 * Wakes those who wait for messages, in this process at once and in the others within some 20 ms. Signals are
 * hints: whoever waits also looks again by itself, so a lost one costs time, not correctness.
 */
@Injectable()
export class Signals implements OnModuleInit, OnApplicationShutdown {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private readonly gathered = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private listener: PreparingClient | undefined;
  private stopped = false;
  /** Set while other processes are alive: nobody listens in a house of one. */
  othersListen = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.listen();
  }

  /** Wakes whoever listens for `name`; to be called after the commit of what there is to find. */
  wake(name: string): void {
    this.emitter.emit(name);
    if (!this.othersListen || this.stopped) return;
    this.gathered.add(name);
    this.timer ??= setTimeout(() => void this.tellOthers(), GATHER_MS);
  }

  /** Calls `listener` whenever one of the names is signalled; returns how to stop that. */
  on(names: string[], listener: () => void): () => void {
    for (const name of names) this.emitter.on(name, listener);
    return () => {
      for (const name of names) this.emitter.off(name, listener);
    };
  }

  private async tellOthers(): Promise<void> {
    this.timer = undefined;
    const names = [...this.gathered].join(',');
    this.gathered.clear();
    await this.database.pool.query('select pg_notify($1, $2)', [CHANNEL, names]).catch(() => {});
  }

  private async listen(): Promise<void> {
    if (this.stopped) return;
    const client = new PreparingClient({
      connectionString: this.config.databaseUrl, application_name: 'catraca signals', keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
      connectionTimeoutMillis: SILENCE_MS, silenceMillisMax: SILENCE_MS,
    });
    let lost = false;
    const again = () => {
      // A connection that fails may say so twice: by its end and by what it was asked.
      if (lost) return;
      lost = true;
      client.removeAllListeners();
      client.on('error', () => {});
      if (this.listener === client) this.listener = undefined;
      if (!this.stopped) setTimeout(() => void this.listen(), 1_000).unref();
    };
    client.on('error', again);
    client.on('end', again);
    client.on('notification', ({ payload }) => payload?.split(',').forEach((name) => this.emitter.emit(name)));
    try {
      await client.connect();
      await (client.query(`listen ${CHANNEL}`) as Promise<unknown>);
      this.listener = client;
    } catch {
      again();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.race([this.listener?.end().catch(() => {}), delay(GOODBYE_MS, undefined, { ref: false })]);
  }
}
