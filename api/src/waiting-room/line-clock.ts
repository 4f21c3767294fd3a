import { type RawBuilder, sql } from 'kysely';

/**
 * What time it is for the calls and admissions of a line: the database's clock, which stands still while the event is postponed. When
 * it is published again their deadlines move by as long as it stood (`LineRepository.resume`). A column given as `eventId` names its table, or it would be the line's own.
 */
export function lineClock(eventId: RawBuilder<unknown>): RawBuilder<Date> {
  return sql<Date>`coalesce((select postponed_at from waiting_room.line as clock where clock.event_id = ${eventId}), platform.now())`;
}
