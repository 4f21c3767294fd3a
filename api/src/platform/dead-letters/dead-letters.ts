import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit-trail.js';
import { Database, type Tx } from '../database/index.js';
import { HealthParts } from '../http/parts.js';
import { Metrics } from '../observability/metrics.js';
import { type ListPage, paged } from '../paged.js';
import { type DeadLetter, type DeadLetterFilter, DeadLetterRepository } from './dead-letter.repository.js';
import { DeadLetterNotFound, DeadLetterSettled } from './dead-letters.errors.js';

export interface Person {
  userId: string;
  address: string;
}

/** What people do about messages that were given up. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly database: Database,
    private readonly repository: DeadLetterRepository,
    private readonly audit: AuditTrail,
    metrics: Metrics,
    parts: HealthParts,
  ) {
    metrics.gauge('catraca_dead_letters', 'Messages that were given up and wait for a person.', ['consumer', 'type'], async (gauge) => {
      gauge.reset();
      for (const { consumer, type, count } of await repository.openCounts(database.reads)) gauge.set({ consumer, type }, count);
    });
    parts.add('messages', false, () => this.health());
  }

  /** Newest first. */
  async page(filter: DeadLetterFilter): Promise<ListPage<DeadLetter>> {
    const letters = await this.repository.page(this.database.reads, { ...filter, limit: filter.limit + 1 });
    return paged(letters, filter.limit, ({ id }) => String(id));
  }

  /** Has it delivered to its consumer once more. One that is on its way or has had its effect stays as it is. @throws DeadLetterNotFound */
  replay(id: number, by: Person): Promise<DeadLetter> {
    return this.database.transaction(async (tx) => {
      const found = await this.find(tx, id);
      if (found.state === 'replaying' || found.state === 'replayed') return found;
      await this.write(tx, found, by, 'replay_dead_letter', {});
      return this.repository.askReplay(tx, id);
    });
  }

  /** Nothing is to be done any more, and why. @throws DeadLetterNotFound, DeadLetterSettled */
  close(id: number, note: string, by: Person): Promise<DeadLetter> {
    return this.database.transaction(async (tx) => {
      const found = await this.find(tx, id);
      if (found.settledBy === by.userId && found.note === note) return found;
      if (found.state !== 'dead') throw new DeadLetterSettled({ state: found.state });
      await this.write(tx, found, by, 'close_dead_letter', { note });
      return this.repository.close(tx, id, by.userId, note);
    });
  }

  private async find(tx: Tx, id: number): Promise<DeadLetter> {
    const found = await this.repository.lock(tx, id);
    if (!found) throw new DeadLetterNotFound();
    return found;
  }

  private write(tx: Tx, { id, consumer, type, messageId, key }: DeadLetter, by: Person, action: string, data: object): Promise<void> {
    return this.audit.append(tx, { actor: by.userId, action: `platform.${action}`, target: `dead_letter:${id}`, data: { consumer, type, messageId, key, ...data }, personal: { address: by.address } });
  }

  private async health(): Promise<{ ok: boolean; detail: string }> {
    const open = (await this.repository.openCounts(this.database.reads)).reduce((sum, { count }) => sum + count, 0);
    return { ok: open === 0, detail: open === 0 ? 'all were taken' : `${open} were given up and wait for a person` };
  }
}
