import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, FORGOTTEN_DEVICE, PersonalData, type PersonalSection } from '#platform';

interface Place {
  id: string;
  eventId: string;
}

/**
 * Somebody's places in lines. There is no index by person, for joining is hot: lines are looked through one by one, each by its own index, so
 * that no statement reads more than one line.
 */
@Injectable()
export class LinePersonalData extends PersonalData {
  override readonly sections: readonly PersonalSection[];

  constructor(private readonly database: Database) {
    super();
    this.sections = [
      { name: 'linePlaces', rows: (userId) => this.ofLines((eventId) => this.places(eventId, userId)) },
      { name: 'admissions', rows: (userId) => this.ofLines((eventId) => this.admissions(eventId, userId)) },
    ];
  }

  /** Positions stay, since others' follow from them; from where somebody came and on what device does not. */
  override async forget(userId: string): Promise<void> {
    for (const eventId of await this.lines()) {
      await sql`
        update waiting_room.entry set address = '::', device_id = ${FORGOTTEN_DEVICE}::uuid
         where event_id = ${eventId}::uuid and user_id = ${userId}::uuid and (address <> '::' or device_id <> ${FORGOTTEN_DEVICE}::uuid)`.execute(this.database.reads);
      await sql`
        update waiting_room.admission set device_id = ${FORGOTTEN_DEVICE}::uuid
         where event_id = ${eventId}::uuid and user_id = ${userId}::uuid and device_id <> ${FORGOTTEN_DEVICE}::uuid`.execute(this.database.reads);
    }
  }

  private async lines(): Promise<string[]> {
    const { rows } = await sql<{ event_id: string }>`select event_id from waiting_room.line order by event_id`.execute(this.database.reads);
    return rows.map(({ event_id: eventId }) => eventId);
  }

  private async *ofLines(find: (eventId: string) => Promise<Place[]>): AsyncIterable<object[]> {
    for (const eventId of await this.lines()) yield await find(eventId);
  }

  private async places(eventId: string, userId: string): Promise<Place[]> {
    const { rows } = await sql<Place>`
      select id, event_id as "eventId", entry, position, state, joined_at as "joinedAt", host(address) as address, device_id as "deviceId", first_called_at as "firstCalledAt"
        from waiting_room.entry where event_id = ${eventId}::uuid and user_id = ${userId}::uuid order by entry`.execute(this.database.reads);
    return rows;
  }

  private async admissions(eventId: string, userId: string): Promise<Place[]> {
    const { rows } = await sql<Place>`
      select id, event_id as "eventId", entry, state, ticket_limit as "ticketLimit", admitted_at as "admittedAt", expires_at as "expiresAt", device_id as "deviceId"
        from waiting_room.admission where event_id = ${eventId}::uuid and user_id = ${userId}::uuid order by id`.execute(this.database.reads);
    return rows;
  }
}
