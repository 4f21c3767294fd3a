import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { EventCancelled } from '#catalog';
import { Consumers, type Message } from '#platform';
import { WalletDatabase } from './wallet-database.js';

/** Notes which events were cancelled: their money is the buyers', and no organiser is paid with it. */
@Injectable()
export class Cancellations implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly database: WalletDatabase,
  ) {}

  onModuleInit(): void {
    this.consumers.events('wallet.cancellations', [EventCancelled], (messages) => this.note(messages));
  }

  /** The row's own key makes repetition harmless, so no inbox is kept beside it. */
  private async note(messages: Message[]): Promise<void> {
    const eventIds = messages.flatMap((message) => (EventCancelled.is(message) ? [message.payload.eventId] : []));
    await sql`insert into wallet.cancelled_event (event_id) select distinct unnest(${eventIds}::uuid[]) on conflict do nothing`.execute(this.database.reads);
  }
}
