/**
 * The printable ticket: one A4 page a ticket, black on white, drawn as vectors with the fonts every reader has, so
 * that it is small (about 5 KB), sharp on any printer and cheap to make. The same ticket always gives the same bytes.
 */
import PDFDocument from 'pdfkit';
import type { TicketDocument } from './ticket-document.js';
import { drawTicketPage } from './ticket-page.js';

/** The pages of these tickets in one PDF. About 1 to 2 ms a page. */
export async function ticketPdf(tickets: readonly TicketDocument[]): Promise<Buffer> {
  const [first] = tickets;
  if (!first) throw new Error('a PDF of no tickets');
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    lang: first.language,
    displayTitle: true,
    info: { Title: first.eventTitle, Producer: 'Catraca', Creator: 'Catraca', CreationDate: first.issuedAt },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => document.on('end', resolve).on('error', reject));
  for (const ticket of tickets) {
    document.addPage();
    drawTicketPage(document, ticket);
  }
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
