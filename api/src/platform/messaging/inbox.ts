import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '../database/index.js';
import type { Message } from './message.js';

/** What each consumer has already taken effect of. */
@Injectable()
export class Inbox {
  /**
   * Records the messages as consumed and returns those that were not before, in their order. Call it in the
   * transaction of the effect: both happen or neither. A concurrent delivery of the same message waits here.
   */
  async fresh<Payload>(tx: Tx, consumer: string, messages: Message<Payload>[]): Promise<Message<Payload>[]> {
    if (messages.length === 0) return [];
    const { rows } = await sql<{ message_id: string }>`
      insert into platform.inbox (consumer, message_id)
      select ${consumer}, message_id from unnest(${messages.map(({ id }) => id)}::uuid[]) as message_id
      order by message_id
      on conflict do nothing
      returning message_id`.execute(tx);
    const fresh = new Set(rows.map((row) => row.message_id));
    // `delete` so that a message that stands twice in one batch counts once.
    return messages.filter(({ id }) => fresh.delete(id));
  }
}
