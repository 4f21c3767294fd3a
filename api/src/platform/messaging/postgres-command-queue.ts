import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/index.js';
import { Log } from '../observability/log.js';
import { CommandQueue, type Consumption, type Deliver } from './command-queue.js';
import { Leases } from './leases.js';
import { loop } from './loop.js';
import { BATCH_MAX, type MessageRow, toMessage } from './message-row.js';
import { partitions } from './partition.js';
import { Signals } from './signals.js';

/** The embedded queue: the outbox itself. A command is consumed where it was written and deleted when acknowledged. */
@Injectable()
export class PostgresCommandQueue extends CommandQueue {
  constructor(
    private readonly database: Database,
    private readonly leases: Leases,
    private readonly signals: Signals,
    private readonly log: Log,
  ) {
    super();
  }

  /** Nothing to do: the outbox row is the queue's. */
  override async publish(): Promise<void> {}

  override consume(queue: string, deliver: Deliver): Consumption {
    const claims = partitions.map((partition) => this.leases.claim(`commands.${queue}:${partition}`));
    const turn = async () => {
      const held = partitions.filter((partition) => claims[partition]?.held);
      if (held.length === 0) return false;
      const { rows } = await sql<MessageRow>`
        select id, message_id, type, version, key, payload, request_id, occurred_at from platform.outbox
        where kind = 'command' and channel = ${queue} and partition = any(${held}::smallint[])
        order by id limit ${BATCH_MAX}`.execute(this.database.reads);
      if (rows.length === 0) return false;
      await deliver(rows.map(toMessage));
      await sql`delete from platform.outbox where id = any(${rows.map(({ id }) => id)}::bigint[])`.execute(this.database.relaxed);
      return true;
    };
    return loop({ signals: this.signals, names: [`command:${queue}`], log: this.log, turn });
  }
}
