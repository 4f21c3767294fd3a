import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#platform';
import type { MailKind } from './mail.js';

/** A mail that is to be sent: what it is about, and the payload that its letter is written from. */
export interface DueMail {
  kind: MailKind;
  subjectId: string;
  address: string;
  payload: unknown;
  requestId: string | null;
}

export interface ClaimedMail extends DueMail {
  /** This one included. */
  tries: number;
}

/**
 * A mail that still waits. Not `state = 'waiting'`: for one mail by its key the planner would read the small index of those that wait instead, which
 * after a large sale has a hundred thousand entries, each of them read for each mail.
 */
const unsettled = sql`state not in ('sent', 'dead')`;

// Whose a mail was, by which its copy in a demo's mailbox is found when the person is forgotten once more.
const forgotten = sql`jsonb_build_object('userId', payload -> 'userId')`;

/** SQL over the mails to be sent and those that were. */
@Injectable()
export class MailRepository {
  /** Notes the mails down; those that were noted before stay as they are. */
  async add(tx: Tx, mails: readonly DueMail[]): Promise<void> {
    const column = <Key extends keyof DueMail>(key: Key) => mails.map((mail) => mail[key]);
    await sql`
      insert into notifications.mail (kind, subject_id, address, payload, request_id)
      select * from unnest(${column('kind')}::text[], ${column('subjectId')}::uuid[], ${column('address')}::text[],
        ${mails.map(({ payload }) => JSON.stringify(payload))}::jsonb[], ${column('requestId')}::text[])
      on conflict on constraint one_mail_for_one_subject do nothing`.execute(tx);
  }

  /** Takes mails that are due, for `seconds`: if they are not settled by then, their sender died and others may take them. Receipts keep: they are taken when nothing else is due. */
  async claim(tx: Tx, count: number, seconds: number): Promise<ClaimedMail[]> {
    const urgent = await this.claimOf(tx, sql`kind <> 'receipt'`, count, seconds);
    return urgent.length < count ? [...urgent, ...(await this.claimOf(tx, sql`kind = 'receipt'`, count - urgent.length, seconds))] : urgent;
  }

  private async claimOf(tx: Tx, which: RawBuilder<unknown>, count: number, seconds: number): Promise<ClaimedMail[]> {
    const { rows } = await sql<{ kind: MailKind; subject_id: string; address: string; payload: unknown; request_id: string | null; tries: number }>`
      with due as materialized (
        select kind, subject_id from notifications.mail where state = 'waiting' and ${which} and due_at <= platform.now()
        order by due_at limit ${count} for update skip locked
      )
      update notifications.mail as mail set tries = tries + 1, due_at = platform.now() + make_interval(secs => ${seconds})
      from due where mail.kind = due.kind and mail.subject_id = due.subject_id
      returning mail.kind, mail.subject_id, address, payload, request_id, tries`.execute(tx);
    return rows.map(({ kind, subject_id: subjectId, address, payload, request_id: requestId, tries }) => ({ kind, subjectId, address, payload, requestId, tries }));
  }

  /** The last mail to somebody is kept no longer than until it is sent: of it nothing but whose it was. */
  async markSent(tx: Tx, { kind, subjectId }: DueMail, messageId: string): Promise<void> {
    const [address, payload] = kind === 'account_deleted' ? [sql`''`, forgotten] : [sql`address`, sql`payload`];
    await sql`
      update notifications.mail set state = 'sent', sent_at = platform.now(), message_id = ${messageId}, error = null, address = ${address}, payload = ${payload}
      where kind = ${kind} and subject_id = ${subjectId} and ${unsettled}`.execute(tx);
  }

  async postpone(tx: Tx, { kind, subjectId }: DueMail, seconds: number, error: string): Promise<void> {
    await sql`
      update notifications.mail set due_at = platform.now() + make_interval(secs => ${seconds}), error = ${error}
      where kind = ${kind} and subject_id = ${subjectId} and ${unsettled}`.execute(tx);
  }

  async bury(tx: Tx, { kind, subjectId }: DueMail, error: string): Promise<void> {
    const last = kind === 'account_deleted';
    await sql`
      update notifications.mail set state = 'dead', error = ${last ? 'not delivered' : error}, address = ${last ? sql`''` : sql`address`}, payload = ${last ? forgotten : sql`payload`}
      where kind = ${kind} and subject_id = ${subjectId} and ${unsettled}`.execute(tx);
  }

  /** What the receipt of a payment was or is to be written from; null where none was heard of, or its payer is forgotten. */
  async receiptOf(tx: Tx, paymentId: string): Promise<unknown> {
    const { rows } = await sql<{ payload: unknown }>`
      select payload from notifications.mail where kind = 'receipt' and subject_id = ${paymentId}::uuid and payload ? 'paymentId'`.execute(tx);
    return rows[0]?.payload ?? null;
  }

  async counts(tx: Tx): Promise<{ waiting: number; dead: number }> {
    // Counted apart, for each has an index of its own.
    const { rows } = await sql<{ waiting: number; dead: number }>`
      select (select count(*) from notifications.mail where state = 'waiting' and kind <> 'receipt') + (select count(*) from notifications.mail where state = 'waiting' and kind = 'receipt') as waiting,
        (select count(*) from notifications.mail where state = 'dead') as dead`.execute(tx);
    return rows[0]!;
  }
}
