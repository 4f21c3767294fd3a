import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { BlobStore, Database, newId } from '#platform';
import type { Mail } from './mail.js';
import { Mailer } from './mailer.js';

export interface MailboxAttachment {
  fileName: string;
  contentType: string;
  bytes: number;
}

export interface ReceivedMail {
  id: string;
  messageId: string;
  to: { name: string; address: string };
  subject: string;
  receivedAt: Date;
  attachments: MailboxAttachment[];
}

interface MailboxRow {
  id: string;
  message_id: string;
  to_name: string;
  to_address: string;
  subject: string;
  received_at: Date;
  attachments: MailboxAttachment[];
}

const attachmentKey = (mailId: string, index: number) => `mailbox/${mailId}/${index}`;

/** The mail server of demo mode: keeps what it is given, to be read at `/mailbox`. Like any other it takes a repetition for a new mail. */
@Injectable()
export class Mailbox extends Mailer {
  constructor(
    private readonly database: Database,
    private readonly blobs: BlobStore,
  ) {
    super();
  }

  override async send({ messageId, to, subject, text, html, attachments }: Mail): Promise<void> {
    const id = newId();
    await Promise.all(attachments.map(({ content }, index) => this.blobs.put(attachmentKey(id, index), content)));
    const about: MailboxAttachment[] = attachments.map(({ fileName, contentType, content }) => ({ fileName, contentType, bytes: content.length }));
    await sql`
      insert into notifications.mailbox (id, message_id, to_name, to_address, subject, body_text, body_html, attachments)
      values (${id}, ${messageId}, ${to.name}, ${to.address}, ${subject}, ${text}, ${html}, ${JSON.stringify(about)}::jsonb)`.execute(this.database.reads);
  }

  /** The newest first; `to` is a whole address. */
  async list(filter: { to?: string | undefined; before?: string | undefined; limit: number }): Promise<ReceivedMail[]> {
    const { to = null, before = null, limit } = filter;
    const { rows } = await sql<MailboxRow>`
      select id, message_id, to_name, to_address, subject, received_at, attachments from notifications.mailbox
      where (${to}::text is null or lower(to_address) = lower(${to})) and (${before}::uuid is null or id < ${before}::uuid)
      order by id desc limit ${limit}`.execute(this.database.reads);
    return rows.map(toMail);
  }

  async read(id: string): Promise<(ReceivedMail & { text: string; html: string }) | null> {
    const { rows } = await sql<MailboxRow & { body_text: string; body_html: string }>`
      select * from notifications.mailbox where id = ${id}::uuid`.execute(this.database.reads);
    const [row] = rows;
    return row ? { ...toMail(row), text: row.body_text, html: row.body_html } : null;
  }

  async attachment(id: string, index: number): Promise<(MailboxAttachment & { content: Buffer }) | null> {
    const about = (await this.read(id))?.attachments[index];
    const content = about && (await this.blobs.get(attachmentKey(id, index)));
    return content ? { ...about, content } : null;
  }
}

function toMail(row: MailboxRow): ReceivedMail {
  const { id, message_id: messageId, to_name: name, to_address: address, subject, received_at: receivedAt, attachments } = row;
  return { id, messageId, to: { name, address }, subject, receivedAt, attachments };
}
