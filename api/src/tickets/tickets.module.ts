import { Module } from '@nestjs/common';
import { Keyring } from '#platform';
import { CodeRepository } from './code.repository.js';
import { TicketKeys } from './ticket-keys.js';
import { TicketRepository } from './ticket.repository.js';
import { Tickets } from './tickets.js';

const ticketKeys = {
  provide: TicketKeys,
  useFactory: (keyring: Keyring) => new TicketKeys(keyring.keys('ticket codes').map(({ key }) => key)),
  inject: [Keyring],
};

/** Tickets: issuing, reading, printing. */
@Module({
  providers: [Tickets, TicketRepository, CodeRepository, ticketKeys],
  exports: [Tickets],
})
export class TicketsModule {}
