import { Injectable } from '@nestjs/common';
import { Catalog, type SaleTerms } from '#catalog';
import { BlobStore, type Language } from '#platform';
import { pictureKey } from './code-maker.js';
import { qrSvg } from './qr.js';
import { shortId, type TicketDocument } from './ticket-document.js';
import { ticketPdf } from './ticket-pdf.js';
import { ticketWords } from './ticket-words.js';
import { placeOf, type Ticket } from './ticket.js';
import { Tickets } from './tickets.js';

/** A ticket ready to be printed or attached. */
export interface TicketFile {
  ticketId: string;
  fileName: string;
  pdf: Buffer;
}

// 5 KB each; somebody who reloads, or opens the e-mail beside the site, gets the same one.
const REMEMBERED_MAX = 500;

/** Tickets on paper and as pictures, made when asked for: the same ticket gives the same bytes until its event changes. */
@Injectable()
export class TicketDocuments {
  private readonly remembered = new Map<string, Buffer>();

  constructor(
    private readonly tickets: Tickets,
    private readonly catalog: Catalog,
    private readonly blobs: BlobStore,
  ) {}

  /** A PDF of one page for each ticket that exists, in the order asked. */
  async pdfs(ticketIds: readonly string[], language: Language): Promise<TicketFile[]> {
    const found = new Map((await this.tickets.find(ticketIds)).map((ticket) => [ticket.id, ticket]));
    const tickets = ticketIds.flatMap((id) => found.get(id) ?? []);
    const terms = await this.catalog.saleTerms([...new Set(tickets.map(({ eventId }) => eventId))]);
    const files: TicketFile[] = [];
    for (const ticket of tickets) {
      const document = await this.describe(ticket, terms.get(ticket.eventId), language);
      const fileName = `${ticketWords(language).ticket.toLowerCase()}-${shortId(ticket.id)}.pdf`;
      files.push({ ticketId: ticket.id, fileName, pdf: await this.print(document) });
    }
    return files;
  }

  /** The QR code: from the bucket, or made now when its code was made in a hurry. */
  async svg(ticket: Ticket): Promise<Buffer> {
    return (await this.blobs.get(pictureKey(ticket.eventId, ticket.codeId))) ?? Buffer.from(qrSvg(ticket.code));
  }

  private async print(document: TicketDocument): Promise<Buffer> {
    const key = JSON.stringify(document);
    let pdf = this.remembered.get(key);
    if (!pdf) {
      pdf = await ticketPdf([document]);
      if (this.remembered.size >= REMEMBERED_MAX) this.remembered.delete(this.remembered.keys().next().value!);
      this.remembered.set(key, pdf);
    }
    return pdf;
  }

  private async describe(ticket: Ticket, terms: SaleTerms | undefined, language: Language): Promise<TicketDocument> {
    return {
      ticketId: ticket.id,
      orderId: ticket.orderId,
      code: ticket.code,
      issuedAt: ticket.issuedAt,
      eventTitle: terms?.title ?? '',
      artist: terms?.artist || null,
      startsAt: terms?.startsAt ?? null,
      timezone: terms?.timezone ?? 'UTC',
      venueName: terms?.venueName ?? '',
      city: terms?.city ?? null,
      ...placeOf(ticket.label),
      ticketTypeName: ticket.ticketTypeName,
      holderName: ticket.holder?.name ?? null,
      holderDocument: ticket.holder?.cpf ?? null,
      proofRequired: ticket.proofRequired ?? (await this.proofRequiredOf(ticket)),
      language,
    };
  }

  private async proofRequiredOf({ eventId, ticketTypeId }: Ticket): Promise<boolean> {
    const types = await this.catalog.ticketTypes(eventId);
    return types.find(({ id }) => id === ticketTypeId)?.proofRequired ?? false;
  }
}
