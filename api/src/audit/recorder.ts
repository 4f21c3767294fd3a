import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Consumers, Database, Heat, Inbox, type Message } from '#platform';
import { auditedTypes, deedOf } from './audited.js';
import { link } from './chain.js';
import { EntryRepository } from './entry.repository.js';

const CONSUMER = 'audit';
// While a sale is hot a batch waits this long: 250 entries a second then, the rest of the messages keep.
const YIELD_MS_MAX = 2_000;

/** Hears what was done and chains it, a batch per transaction, off the hot path. */
@Injectable()
export class Recorder implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly entries: EntryRepository,
    private readonly heat: Heat,
  ) {}

  onModuleInit(): void {
    this.consumers.events(CONSUMER, auditedTypes, (messages) => this.record(messages));
  }

  /** Each message becomes one entry, however often it is delivered. */
  async record(messages: Message[]): Promise<void> {
    await this.heat.cool(YIELD_MS_MAX);
    await this.database.transaction(async (tx) => {
      const fresh = await this.inbox.fresh(tx, CONSUMER, messages);
      if (fresh.length === 0) return;
      const head = await this.entries.lockHead(tx);
      await this.entries.append(tx, link(head, fresh.map(deedOf)));
    });
  }
}
