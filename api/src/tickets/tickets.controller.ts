import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Catalog, type SaleTerms } from '#catalog';
import { Access, Answers, CurrentUser, OpenToRehearsals, paged, type Principal, Shed } from '#platform';
import { maskedDocument } from './ticket-document.js';
import { TicketDocuments } from './ticket-documents.js';
import { TicketKeys } from './ticket-keys.js';
import { placeOf, type Ticket } from './ticket.js';
import { TicketNotFound, TicketRefunded, TicketRevoked } from './tickets.errors.js';
import { keysAnswer, listQuery, printQuery, ticketAnswer, ticketPath, ticketsAnswer } from './tickets.schemas.js';
import { Tickets } from './tickets.js';

type Path = z.infer<typeof ticketPath>;

@ApiTags('Tickets')
@Controller('tickets')
@Shed('late')
export class TicketsController {
  constructor(
    private readonly tickets: Tickets,
    private readonly documents: TicketDocuments,
    private readonly catalog: Catalog,
    private readonly ticketKeys: TicketKeys,
  ) {}

  @Get()
  @Access('signed-in')
  @OpenToRehearsals()
  @Shed('first')
  @Header('cache-control', 'private, no-store')
  @Answers(200, ticketsAnswer, 'The newest first.')
  async list(@CurrentUser() { userId }: Principal, @Query({ schema: listQuery }) { cursor, limit }: z.infer<typeof listQuery>) {
    const tickets = await this.tickets.ofHolder(userId, cursor ?? null, limit + 1);
    const { items, ...next } = paged(tickets, limit, ({ id }) => id);
    const terms = await this.catalog.saleTerms([...new Set(items.map(({ eventId }) => eventId))]);
    return { items: items.map((ticket) => view(ticket, terms.get(ticket.eventId))), ...next };
  }

  @Get('keys')
  @Access('public')
  @Shed('never')
  @Header('cache-control', 'public, max-age=300')
  @Answers(200, keysAnswer, 'The public keys that a door checks ticket codes with (RFC 7517).')
  keys() {
    return { keys: this.ticketKeys.jwks };
  }

  @Get(':ticketId')
  @Access('signed-in')
  @OpenToRehearsals()
  @Header('cache-control', 'private, no-store')
  @Answers(200, ticketAnswer)
  async one(@CurrentUser() user: Principal, @Param({ schema: ticketPath }) { ticketId }: Path) {
    const ticket = await this.own(user, ticketId);
    return view(ticket, (await this.catalog.saleTerms([ticket.eventId])).get(ticket.eventId));
  }

  @Get(':ticketId.pdf')
  @Access('signed-in')
  @OpenToRehearsals()
  @Shed('first')
  @Header('cache-control', 'private, no-store')
  @Answers(200, undefined, 'The page to print.', 'application/pdf')
  async pdf(@CurrentUser() user: Principal, @Param({ schema: ticketPath }) { ticketId }: Path, @Query({ schema: printQuery }) { language }: z.infer<typeof printQuery>) {
    await this.ownValid(user, ticketId);
    const [file] = await this.documents.pdfs([ticketId], language ?? user.language);
    if (!file) throw new TicketNotFound();
    return new StreamableFile(file.pdf, { type: 'application/pdf', disposition: `inline; filename="${file.fileName}"`, length: file.pdf.length });
  }

  @Get(':ticketId.svg')
  @Access('signed-in')
  @OpenToRehearsals()
  @Header('cache-control', 'private, no-store')
  @Answers(200, undefined, 'The QR code.', 'image/svg+xml')
  async svg(@CurrentUser() user: Principal, @Param({ schema: ticketPath }) { ticketId }: Path) {
    return new StreamableFile(await this.documents.svg(await this.ownValid(user, ticketId)), { type: 'image/svg+xml' });
  }

  /** @throws TicketNotFound also for another's ticket: that it exists is a secret. */
  private async own({ userId }: Principal, ticketId: string): Promise<Ticket> {
    const [ticket] = await this.tickets.find([ticketId]);
    if (ticket?.userId !== userId) throw new TicketNotFound();
    return ticket;
  }

  /** @throws TicketNotFound, TicketRefunded, TicketRevoked */
  private async ownValid(user: Principal, ticketId: string): Promise<Ticket> {
    const ticket = await this.own(user, ticketId);
    if (ticket.state === 'refunded') throw new TicketRefunded();
    if (ticket.state === 'revoked') throw new TicketRevoked();
    return ticket;
  }
}

function view(ticket: Ticket, terms: SaleTerms | undefined): z.infer<typeof ticketAnswer> {
  const { id, orderId, eventId, state, label, ticketTypeId, ticketTypeName, holder, code, issuedAt } = ticket;
  const { section, row, seat } = placeOf(label);
  return {
    id, orderId, eventId,
    ...(terms && { event: eventView(terms) }),
    state, label, section,
    ...(row !== null && { row }),
    ...(seat !== null && { seat }),
    ticketTypeId, ticketTypeName,
    ...(holder && { holder: { name: holder.name, ...(holder.cpf && { document: maskedDocument(holder.cpf) }) } }),
    code,
    issuedAt: issuedAt.toISOString(),
  };
}

function eventView({ title, artist, startsAt, venueName, city, timezone }: SaleTerms) {
  return { title, ...(artist !== '' && { artist }), ...(startsAt && { startsAt: startsAt.toISOString() }), venueName, city, timezone };
}
