import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { afterCommit, type Tx } from '../database/index.js';
import type { OutgoingMessage } from './message.js';
import { partitionOf } from './partition.js';
import { Signals } from './signals.js';

/** Messages leave with the facts they tell of: written in the same transaction, delivered after its commit. */
@Injectable()
export class Outbox {
  constructor(private readonly signals: Signals) {}

  async append(tx: Tx, messages: OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const column = <Key extends keyof OutgoingMessage>(key: Key) => messages.map((message) => message[key]);
    await sql`
      insert into platform.outbox (message_id, kind, channel, partition, type, version, key, payload, request_id)
      select * from unnest(
        ${column('id')}::uuid[], ${column('kind')}::text[], ${column('channel')}::text[],
        ${messages.map(({ key }) => partitionOf(key))}::smallint[], ${column('type')}::text[], ${column('version')}::smallint[],
        ${column('key')}::text[], ${messages.map(({ payload }) => JSON.stringify(payload))}::jsonb[], ${column('requestId')}::text[])`.execute(tx);
    const signals = new Set(messages.map(({ kind, channel }) => (kind === 'command' ? `command:${channel}` : 'outbox')));
    afterCommit(tx, () => signals.forEach((signal) => this.signals.wake(signal)));
  }
}
