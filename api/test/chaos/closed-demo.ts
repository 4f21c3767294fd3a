import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '#platform';
import { signedInAdministrator } from '../support/fans.js';
import type { OwnPostgres } from './own-postgres.js';

const file = join(import.meta.dirname, '..', '..', '..', 'demo', 'events.json');

/**
 * The demo's organiser with a venue, before the first process starts. Its three events are there and cancelled, so that no
 * process lays a stadium of sixty thousand seats out, which every invariant would then count after every sale.
 */
export async function closeDemo(database: OwnPostgres): Promise<{ venueId: string; organiserId: string }> {
  const { organiser, events } = JSON.parse(readFileSync(file, 'utf8')) as { organiser: { id: string; name: string }; events: { id: string; title: string }[] };
  const venueId = newId();
  await database.query('insert into catalog.organiser (id, name) values ($1, $2)', [organiser.id, organiser.name]);
  await database.query(`insert into catalog.venue (id, organiser_id, name, city, timezone) values ($1, $2, 'Casa do Caos', 'Recife', 'America/Recife')`, [venueId, organiser.id]);
  await database.query(
    `insert into catalog.event (id, organiser_id, venue_id, state, title, kind, line_required, draw_at_opening, verified_account_required, challenge_required,
       session_ticket_limit, buyer_ticket_limit, claim_seconds, admission_seconds, hold_seconds, payment_window_seconds, grace_seconds, search_text)
     select id, $3, $4, 'cancelled', title, 'other', false, false, false, false, 1, 1, 5, 5, 5, 5, 0, '' from unnest($1::uuid[], $2::text[]) as event (id, title)`,
    [events.map(({ id }) => id), events.map(({ title }) => title), organiser.id, venueId],
  );
  return { venueId, organiserId: organiser.id };
}

/** The token of somebody who may make events for every organiser; once the demo has its own accounts, for a demo refuses a database that only strangers have. */
export async function newAdministrator(database: OwnPostgres): Promise<string> {
  const { userId, token } = await signedInAdministrator(database);
  // As long as the office lives, however far its clock is moved.
  await database.query(`update identity.session set expires_at = platform.now() + interval '10 years' where user_id = $1`, [userId]);
  return token;
}
