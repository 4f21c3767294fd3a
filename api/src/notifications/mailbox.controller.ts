import { Controller, Get, Header, NotFoundException, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, paged, Shed } from '#platform';
import { Mailbox, type ReceivedMail } from './mailbox.js';
import { letterPolicy, listPage, mailPage, pagePolicy } from './mailbox-page.js';
import { attachmentPath, mailAnswer, mailboxAnswer, mailboxQuery, mailPath, mailQuery } from './mailbox.schemas.js';
import { Mailer } from './mailer.js';
import { MailNotFound } from './notifications.errors.js';

type Format = z.infer<typeof mailQuery>['format'];

/** The mailbox of demo mode, readable by anybody: there is nobody's real mail in it. */
@ApiTags('Mailbox')
@Controller('mailbox')
@Shed('first')
export class MailboxController {
  constructor(
    private readonly local: Mailbox,
    private readonly mailer: Mailer,
  ) {}

  /** @throws NotFoundException where mail goes to a real server: then there is no mailbox. */
  private get mailbox(): Mailbox {
    if (this.mailer !== this.local) throw new NotFoundException();
    return this.local;
  }

  @Get()
  @Access('public')
  @Answers(200, mailboxAnswer, 'The newest first; a page for people, JSON for programs that ask for it.')
  async list(
    @Query({ schema: mailboxQuery }) { to, cursor, limit, format }: z.infer<typeof mailboxQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const mails = await this.mailbox.list({ to, before: cursor, limit: limit + 1 });
    const { items, nextCursor } = paged(mails, limit, ({ id }) => id);
    if (wantsJson(request, format)) return sendJson(reply, { items: items.map(view), ...(nextCursor !== undefined && { nextCursor }) });
    const next = nextCursor === undefined ? null : `/mailbox?${new URLSearchParams({ ...(to && { to }), limit: String(limit), cursor: nextCursor }).toString()}`;
    return sendPage(reply, listPage(items, next));
  }

  @Get(':mailId')
  @Access('public')
  @Answers(200, mailAnswer, 'One mail; a page for people, JSON for programs that ask for it.')
  async one(
    @Param({ schema: mailPath }) { mailId }: z.infer<typeof mailPath>,
    @Query({ schema: mailQuery }) { format }: z.infer<typeof mailQuery>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const mail = await this.mailbox.read(mailId);
    if (!mail) throw new MailNotFound();
    if (wantsJson(request, format)) return sendJson(reply, { ...view(mail), text: mail.text, html: mail.html });
    return sendPage(reply, mailPage(mail));
  }

  @Get(':mailId/letter')
  @Access('public')
  @Header('content-security-policy', letterPolicy)
  @Header('content-type', 'text/html; charset=utf-8')
  @Answers(200, undefined, 'The letter as its reader sees it.', 'text/html')
  async letter(@Param({ schema: mailPath }) { mailId }: z.infer<typeof mailPath>) {
    const mail = await this.mailbox.read(mailId);
    if (!mail) throw new MailNotFound();
    return mail.html;
  }

  @Get(':mailId/attachments/:index')
  @Access('public')
  @Answers(200, undefined, 'An attached file.', 'application/octet-stream')
  async attachment(@Param({ schema: attachmentPath }) { mailId, index }: z.infer<typeof attachmentPath>) {
    const file = await this.mailbox.attachment(mailId, index);
    if (!file) throw new MailNotFound();
    return new StreamableFile(file.content, { type: file.contentType, disposition: `inline; filename="${file.fileName}"`, length: file.bytes });
  }
}

/** Browsers ask for HTML by name; what does not is a program. */
function wantsJson(request: FastifyRequest, format: Format): boolean {
  return format === undefined ? !request.headers.accept?.includes('text/html') : format === 'json';
}

async function sendJson(reply: FastifyReply, answer: z.infer<typeof mailboxAnswer> | z.infer<typeof mailAnswer>): Promise<void> {
  await reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(JSON.stringify(answer));
}

async function sendPage(reply: FastifyReply, page: string): Promise<void> {
  await reply.header('content-security-policy', pagePolicy).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);
}

function view({ id, messageId, to, subject, receivedAt, attachments }: ReceivedMail): z.infer<typeof mailboxAnswer>['items'][number] {
  const files = attachments.map((attachment, index) => ({ ...attachment, url: `/mailbox/${id}/attachments/${index}` }));
  return { id, messageId, to, subject, receivedAt: receivedAt.toISOString(), attachments: files };
}
