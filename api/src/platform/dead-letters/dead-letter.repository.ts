import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '../database/index.js';

/**
 * A message that its consumer could not take.
 *
 *     dead ──► replaying ──► replayed
 *      │ ▲────────┘ failed again
 *      └──► closed   by a person with a note; may still be replayed
 */
export const deadLetterStates = ['dead', 'replaying', 'replayed', 'closed'] as const;
export type DeadLetterState = (typeof deadLetterStates)[number];

export interface DeadLetter {
  id: number;
  consumer: string;
  messageId: string;
  type: string;
  version: number;
  key: string;
  payload: unknown;
  requestId: string | null;
  occurredAt: Date;
  failedAt: Date;
  error: string;
  state: DeadLetterState;
  /** How often it was delivered again. */
  replays: number;
  settledAt: Date | null;
  note: string | null;
  settledBy: string | null;
}

const letter = sql.raw(`
  id, consumer, message_id as "messageId", type, version, key, payload, request_id as "requestId", occurred_at as "occurredAt", failed_at as "failedAt",
  error, state, replays, settled_at as "settledAt", note, settled_by as "settledBy"`);

export interface DeadLetterFilter {
  consumer?: string | undefined;
  type?: string | undefined;
  state?: DeadLetterState | undefined;
  before?: number | undefined;
  limit: number;
}

/** SQL of dead letters. */
@Injectable()
export class DeadLetterRepository {
  /** Newest first. */
  async page(tx: Tx, { consumer, type, state, before, limit }: DeadLetterFilter): Promise<DeadLetter[]> {
    const { rows } = await sql<DeadLetter>`
      select ${letter} from platform.dead_letter
      where (${consumer ?? null}::text is null or consumer = ${consumer ?? null}) and (${type ?? null}::text is null or type = ${type ?? null})
        and (${state ?? null}::text is null or state = ${state ?? null}) and (${before ?? null}::bigint is null or id < ${before ?? null})
      order by id desc limit ${limit}`.execute(tx);
    return rows;
  }

  async lock(tx: Tx, id: number): Promise<DeadLetter | undefined> {
    const { rows } = await sql<DeadLetter>`select ${letter} from platform.dead_letter where id = ${id} for update`.execute(tx);
    return rows[0];
  }

  async askReplay(tx: Tx, id: number): Promise<DeadLetter> {
    const { rows } = await sql<DeadLetter>`
      update platform.dead_letter set state = 'replaying', note = null, settled_at = null, settled_by = null where id = ${id} returning ${letter}`.execute(tx);
    return rows[0] as DeadLetter;
  }

  async close(tx: Tx, id: number, by: string, note: string): Promise<DeadLetter> {
    const { rows } = await sql<DeadLetter>`
      update platform.dead_letter set state = 'closed', note = ${note}, settled_by = ${by}, settled_at = statement_timestamp() where id = ${id} returning ${letter}`.execute(tx);
    return rows[0] as DeadLetter;
  }

  /** The oldest that a consumer is to be given again. */
  async nextReplay(tx: Tx, consumer: string): Promise<DeadLetter | undefined> {
    const { rows } = await sql<DeadLetter>`
      select ${letter} from platform.dead_letter where consumer = ${consumer} and state = 'replaying' order by id limit 1`.execute(tx);
    return rows[0];
  }

  /**
   * What became of it. An effect counts whatever another process says; a failure only while the letter is as it was delivered: it may quote a person
   * who was taken out of it meanwhile, and is met again by the next delivery.
   */
  async replayed(tx: Tx, { id, payload }: DeadLetter, error: string | null): Promise<void> {
    await sql`
      update platform.dead_letter set replays = replays + 1, state = case when ${error}::text is null then 'replayed' else 'dead' end,
        settled_at = case when ${error}::text is null then statement_timestamp() end, error = coalesce(${error}, error)
      where id = ${id} and case when ${error}::text is null then state in ('replaying', 'dead') else state = 'replaying' and payload = ${JSON.stringify(payload)}::jsonb end`.execute(tx);
  }

  async openCounts(tx: Tx): Promise<{ consumer: string; type: string; count: number }[]> {
    const { rows } = await sql<{ consumer: string; type: string; count: number }>`
      select consumer, type, count(*) as count from platform.dead_letter where state in ('dead', 'replaying') group by consumer, type`.execute(tx);
    return rows;
  }
}
