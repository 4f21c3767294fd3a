import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Config, FolderBlobStore } from '#platform';
import { TestDatabase } from '../../test/support/test-database.js';
import { testEnvironment } from '../../test/support/test-house.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MailServer } from './fixtures/mail-server.js';
import { leaves } from './fixtures/read-mail.js';
import type { Mail } from './mail.js';
import { Mailbox } from './mailbox.js';
import { type Mailer, MailRefused } from './mailer.js';
import { SmtpMailer } from './smtp-mailer.js';

/** What arrived, in whatever way the other side keeps it. */
type Arrived = Omit<Mail, 'to'> & { to: string };

const mail: Mail = {
  messageId: '<order-confirmed.019aa0c1-7b52-7c3e-9d44-0123456789ab@catraca.example>',
  to: { name: 'João "Jota" Conceição, filho', address: 'joao@example.com' },
  subject: 'Seus ingressos: Noite de Coração — uma noite muito longa com um título que não cabe em uma linha só',
  text: 'Olá, João!\n\nAté lá: sábado às 21:00.\n.\nFim.\n',
  html: `<p>Olá, João! ${'Uma linha muito comprida. '.repeat(60)}</p>`,
  attachments: [
    { fileName: 'ingresso-4567-89AB.pdf', contentType: 'application/pdf', content: Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 256)) },
    { fileName: 'ingresso-4567-89AC.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-') },
  ],
};

function holdsTheContract(open: () => Promise<{ mailer: Mailer; arrived: () => Promise<Arrived[]> }>): void {
  let mailer: Mailer;
  let arrived: () => Promise<Arrived[]>;
  beforeAll(async () => {
    ({ mailer, arrived } = await open());
  });

  test('brings a mail to its reader as it was written', async () => {
    await mailer.send(mail);
    const [first] = await arrived();
    expect(first).toEqual({ ...mail, to: 'joao@example.com' });
  });

  test('brings a repetition too, under the same Message-ID', async () => {
    await mailer.send(mail);
    const all = await arrived();
    expect(all.map(({ messageId }) => messageId)).toEqual([mail.messageId, mail.messageId]);
  });

  test('takes many at once, with and without attachments', async () => {
    const before = (await arrived()).length;
    await Promise.all(Array.from({ length: 30 }, (_, index) => mailer.send({ ...mail, messageId: `<${index}@catraca.example>`, attachments: mail.attachments.slice(0, index % 3) })));
    const all = (await arrived()).slice(before);
    expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(30);
    expect(all.every(({ messageId, attachments }) => attachments.length === Number(/\d+/.exec(messageId)![0]) % 3)).toBe(true);
  });

  test('is not led astray by line breaks in names and subjects', async () => {
    const before = (await arrived()).length;
    await mailer.send({ ...mail, to: { name: 'Eve\r\nBcc: everybody@example.com', address: 'eve@example.com' }, subject: 'Hello\r\nBcc: everybody@example.com' });
    const [last] = (await arrived()).slice(before);
    expect(last!.to).toBe('eve@example.com');
  });
}

let database: TestDatabase;
let home: string;
beforeAll(async () => {
  database = await TestDatabase.create();
  home = await mkdtemp(join(tmpdir(), 'catraca-mail-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe('the local mailbox', () => {
  holdsTheContract(async () => {
    const mailbox = new Mailbox(database.open(), new FolderBlobStore({ bucketFolder: home }));
    const arrived = async () => {
      const mails = (await mailbox.list({ limit: 200 })).toReversed();
      return Promise.all(
        mails.map(async ({ id, messageId, subject, to, attachments }) => {
          const { text, html } = (await mailbox.read(id))!;
          const files = await Promise.all(attachments.map((_, index) => mailbox.attachment(id, index)));
          return { messageId, subject, to: to.address, text, html, attachments: files.map((file) => ({ fileName: file!.fileName, contentType: file!.contentType, content: file!.content })) };
        }),
      );
    };
    return { mailer: mailbox, arrived };
  });
});

describe('a mail server', () => {
  const server = new MailServer();
  let mailer: SmtpMailer;
  afterAll(async () => {
    mailer.onApplicationShutdown();
    await server.stop();
  });

  holdsTheContract(async () => {
    mailer = new SmtpMailer(Config.parse({ ...testEnvironment(database, home), SMTP_URL: await server.start() }));
    return { mailer, arrived: async () => server.taken.map(({ recipients, mail: part }) => {
      const [text, html, ...files] = leaves(part);
      return {
        messageId: part.headers.get('message-id')!,
        subject: part.headers.get('subject')!,
        to: recipients.join(', '),
        text: text!.body.toString().replaceAll('\r\n', '\n'),
        html: html!.body.toString(),
        attachments: files.map(({ headers, body }) => ({
          fileName: /filename="?([^";]+)/.exec(headers.get('content-disposition')!)![1]!,
          contentType: headers.get('content-type')!.split(';')[0]!,
          content: body,
        })),
      };
    }) };
  });

  test('that will never take an address makes the mail a refused one', async () => {
    server.refuse = () => ({ code: 550, message: 'no such mailbox' });
    await expect(mailer.send(mail)).rejects.toThrow(MailRefused);
    await expect(mailer.send({ ...mail, to: { name: 'Nobody', address: 'no address' } })).rejects.toThrow(MailRefused);
  });

  test('that is merely busy is worth another try', async () => {
    server.refuse = () => ({ code: 451, message: 'try later' });
    const outcome = await mailer.send(mail).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(Error);
    expect(outcome).not.toBeInstanceOf(MailRefused);
    server.refuse = () => undefined;
    await mailer.send(mail);
  });

  test('that cannot be reached is worth another try', async () => {
    const unreachable = new SmtpMailer(Config.parse({ ...testEnvironment(database, home), SMTP_URL: 'smtp://127.0.0.1:9' }));
    const outcome = await unreachable.send(mail).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(Error);
    expect(outcome).not.toBeInstanceOf(MailRefused);
    unreachable.onApplicationShutdown();
  });
});
