import { Module } from '@nestjs/common';
import { CatalogModule } from '#catalog';
import { Keyring } from '#platform';
import { CodeMaker } from './code-maker.js';
import { CodePoolJob } from './code-pool.job.js';
import { CodeRepository } from './code.repository.js';
import { TicketDocuments } from './ticket-documents.js';
import { TicketKeys } from './ticket-keys.js';
import { TicketRepository } from './ticket.repository.js';
import { TicketsController } from './tickets.controller.js';
import { Tickets } from './tickets.js';

const ticketKeys = {
  provide: TicketKeys,
  useFactory: (keyring: Keyring) => new TicketKeys(keyring.keys('ticket codes').map(({ key }) => key)),
  inject: [Keyring],
};

/** Tickets: issuing, reading, printing; without routes, because mails carry tickets too. */
@Module({
  imports: [CatalogModule],
  providers: [Tickets, TicketDocuments, TicketRepository, CodeRepository, ticketKeys],
  exports: [Tickets, TicketDocuments, CodeRepository, TicketKeys],
})
export class TicketsModule {}

/** The routes where holders read and print their tickets and doors get the keys: part of the service `tickets`. */
@Module({ imports: [CatalogModule, TicketsModule], controllers: [TicketsController] })
export class TicketDeskModule {}

/** The sequence service: ticket codes made ahead of time. */
@Module({
  imports: [CatalogModule, TicketsModule],
  providers: [CodePoolJob, CodeMaker],
})
export class SequenceModule {}
