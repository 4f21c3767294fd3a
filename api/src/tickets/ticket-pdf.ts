/**
 * The printable ticket: one A4 page a ticket, black on white, drawn as vectors with the fonts every reader has, so
 * that it is small (about 5 KB), sharp on any printer and cheap to make. The same ticket always gives the same bytes.
 */
import { printed } from '#paper';
import type { TicketDocument } from './ticket-document.js';
import { drawTicketPage } from './ticket-page.js';

/** The pages of these tickets in one PDF. About 1 to 2 ms a page. */
export async function ticketPdf(tickets: readonly TicketDocument[]): Promise<Buffer> {
  const [first] = tickets;
  if (!first) throw new Error('a PDF of no tickets');
  return printed(
    { title: first.eventTitle, language: first.language, at: first.issuedAt },
    tickets.map((ticket) => (page) => drawTicketPage(page, ticket)),
  );
}
