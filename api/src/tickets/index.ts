export { TicketPersonalData } from './personal-data.js';
export { checkTicketCode, type CheckedCode } from './ticket-code.js';
export { type TicketFile, TicketDocuments } from './ticket-documents.js';
export { type TicketKeyJwk, verifyingKeys } from './ticket-keys.js';
export type { Holder, Ticket, TicketItem, TicketOrder, TicketState } from './ticket.js';
export { TicketNotFound, TicketRefunded } from './tickets.errors.js';
export { type IssuedTicket, Tickets } from './tickets.js';
export { SequenceModule, TicketDeskModule, TicketsModule } from './tickets.module.js';
