import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { sql } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import { Database, isDatabaseTrouble, isRetryable } from '../database/index.js';
import { Log } from '../observability/log.js';
import { Metrics } from '../observability/metrics.js';
import { withRequest } from '../request-context.js';
import { CommandQueue, type Consumption } from './command-queue.js';
import { EventLog } from './event-log.js';
import type { AnyMessageType, Message } from './message.js';

/** Takes effect of a batch, all in one transaction, idempotently (`Inbox.fresh`). */
export type Handler = (messages: Message[]) => Promise<void>;

// A culprit that still fails after these waits is not suffering from a passing trouble.
const RETRY_AFTER_MS = [50, 200, 1_000];

/** Who consumes what. Modules register in `onModuleInit`; deliveries begin when the whole house stands. */
@Injectable()
export class Consumers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly starts: (() => Consumption)[] = [];
  private readonly registered: { consumer: string; types: AnyMessageType[]; handler: Handler }[] = [];
  private running: Consumption[] = [];
  private readonly deadLetters;

  constructor(
    private readonly queue: CommandQueue,
    private readonly eventLog: EventLog,
    private readonly database: Database,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.deadLetters = metrics.counter('catraca_dead_letters_total', 'Messages given up after their retries.', ['consumer', 'type']);
  }

  /** Consumes a queue of one's own; `types` are all the commands it may hold. */
  commands(queue: string, types: AnyMessageType[], handler: Handler): void {
    this.registered.push({ consumer: queue, types, handler });
    this.starts.push(() =>
      this.queue.consume(queue, async (messages) => {
        const isKnown = (message: Message) => types.some((type) => type.is(message));
        const known = messages.filter(isKnown);
        if (known.length > 0) await this.effect(queue, handler, known);
        // A newer process's command, met during an upgrade: kept, not acknowledged into nothing.
        const unknown = messages.filter((message) => !isKnown(message));
        for (const message of unknown) await this.bury(queue, message, new Error('this version does not know the command'));
      }),
    );
  }

  /** Consumes events as the group `consumer`; a module registers each group once, with all its types. */
  events(consumer: string, types: AnyMessageType[], handler: Handler): void {
    this.registered.push({ consumer, types, handler });
    this.starts.push(() => this.eventLog.consume(consumer, types, (messages) => this.effect(consumer, handler, messages)));
  }

  /** The consumers of this process. */
  get names(): string[] {
    return [...new Set(this.registered.map(({ consumer }) => consumer))];
  }

  /** Delivers one message once more to a consumer that gave it up. Null, or why it failed again; a database in trouble is thrown. */
  async deliverAgain(consumer: string, message: Message): Promise<string | null> {
    const found = this.registered.find((each) => each.consumer === consumer && each.types.some((type) => type.is(message)));
    if (!found) return 'this version does not know the message';
    try {
      await withRequest(message.requestId ?? message.id, () => found.handler([message]));
      return null;
    } catch (error) {
      if (isDatabaseTrouble(error)) throw error;
      return describe(error);
    }
  }

  onApplicationBootstrap(): void {
    this.running = this.starts.map((start) => start());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.running.map((consumption) => consumption.stop()));
  }

  /** Halves a failing batch until its culprit stands alone. A database in trouble is nobody's fault: thrown, so that all is delivered again. */
  private async effect(consumer: string, handler: Handler, messages: Message[]): Promise<void> {
    try {
      await handler(messages);
    } catch (error) {
      if (isDatabaseTrouble(error)) throw error;
      const [only] = messages;
      if (messages.length === 1 && only) return this.retry(consumer, handler, only, error);
      const middle = messages.length >> 1;
      await this.effect(consumer, handler, messages.slice(0, middle));
      await this.effect(consumer, handler, messages.slice(middle));
    }
  }

  private async retry(consumer: string, handler: Handler, message: Message, firstError: unknown): Promise<void> {
    let lastError = firstError;
    for (const wait of RETRY_AFTER_MS) {
      await delay(wait);
      try {
        return await withRequest(message.requestId ?? message.id, () => handler([message]));
      } catch (error) {
        if (isDatabaseTrouble(error)) throw error;
        lastError = error;
      }
    }
    // Whoever keeps losing against others is no culprit either; buried, it would be money or seats that nobody accounts for.
    if (isRetryable(lastError)) throw lastError;
    await this.bury(consumer, message, lastError);
  }

  private async bury(consumer: string, message: Message, error: unknown): Promise<void> {
    this.log.error({ err: error, consumer, messageId: message.id, type: message.type, requestId: message.requestId }, 'a message became a dead letter');
    this.deadLetters.inc({ consumer, type: message.type });
    await sql`
      insert into platform.dead_letter (consumer, message_id, type, version, key, payload, request_id, occurred_at, error)
      values (${consumer}, ${message.id}, ${message.type}, ${message.version}, ${message.key}, ${JSON.stringify(message.payload, storable)}::jsonb,
        ${message.requestId}, ${message.occurredAt}, ${storable('error', describe(error))})`.execute(this.database.reads);
  }
}

/** What no column can hold, which may be why the message failed, must not keep it from being buried. */
const storable = (_name: string, value: unknown): unknown => (typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value);

// A stack, not the statement or payload that an error may quote.
const ERROR_CHARACTERS_MAX = 4_000;
const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, ERROR_CHARACTERS_MAX);
