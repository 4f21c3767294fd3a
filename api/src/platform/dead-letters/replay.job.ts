import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/index.js';
import { Consumers } from '../messaging/consumers.js';
import { Leases } from '../messaging/leases.js';
import { Log } from '../observability/log.js';
import { DeadLetterRepository } from './dead-letter.repository.js';

// A person waits for it, and it is one look into an index that is nearly always empty.
const EVERY_MS = 2_000;

/**
 * Delivers dead letters again that somebody has asked for, in a process that has their consumer. Under the message's own
 * id, so that its inbox row makes it count once however often that is.
 */
@Injectable()
export class ReplayJob implements OnApplicationBootstrap {
  constructor(
    private readonly leases: Leases,
    private readonly consumers: Consumers,
    private readonly database: Database,
    private readonly repository: DeadLetterRepository,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    // A group for each consumer: only processes that have it may be given its letters.
    for (const consumer of this.consumers.names) this.leases.drive(`replays.${consumer}:0`, EVERY_MS, () => this.replayAll(consumer));
  }

  private async replayAll(consumer: string): Promise<void> {
    while (await this.replayOne(consumer));
  }

  /** Not in one transaction: the handler has its own, and whoever waits for a connection should hold none. What a crash leaves is delivered once more. */
  private async replayOne(consumer: string): Promise<boolean> {
    const letter = await this.repository.nextReplay(this.database.reads, consumer);
    if (!letter) return false;
    const { messageId: id, type, version, key, payload, requestId, occurredAt } = letter;
    const error = await this.consumers.deliverAgain(consumer, { id, type, version, key, payload, requestId, occurredAt });
    await this.database.transaction((tx) => this.repository.replayed(tx, letter, error));
    this.log.info({ consumer, messageId: id, type, error }, error === null ? 'a dead letter had its effect' : 'a dead letter failed again');
    return true;
  }
}
