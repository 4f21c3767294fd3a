export { checkTicketCode, type CheckedCode } from './ticket-code.js';
export { type TicketKeyJwk, verifyingKeys } from './ticket-keys.js';
export type { Holder, Ticket, TicketItem, TicketOrder, TicketState } from './ticket.js';
export { type IssuedTicket, Tickets } from './tickets.js';
export { TicketsModule } from './tickets.module.js';
