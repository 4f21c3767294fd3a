import { newId } from '#platform';
import type { TestDatabase } from './test-database.js';

interface SectionSketch {
  name?: string;
  category?: string;
  /** One string per row, nearest the stage first: `.` a seat, `_` an aisle, `w` a wheelchair place, `c` the companion seat of the last one. */
  rows?: string[];
  /** A standing place of so many instead. */
  standing?: number;
}

interface NewEvent {
  sections: SectionSketch[];
  lineRequired?: boolean;
  buyerTicketLimit?: number;
  sessionTicketLimit?: number;
}

/** A published event in the catalog's tables: two ticket types per category, the full price and half of it. */
export async function newEvent(database: TestDatabase, { sections, lineRequired = false, buyerTicketLimit = 4, sessionTicketLimit = 1 }: NewEvent) {
  const [organiserId, venueId, eventId] = [newId(), newId(), newId()];
  const { plan, accessibility, standing, categories } = planOf(sections);
  const seatMapId = plan.zones.length > 0 ? newId() : null;
  const capacity = plan.zones.flatMap(({ rows }) => rows.flatMap(({ seats }) => seats)).length + standing.reduce((all, place) => all + place.capacity, 0);
  await database.query(`insert into catalog.organiser (id, name) values ($1, 'An organiser')`, [organiserId]);
  await database.query(`insert into catalog.venue (id, organiser_id, name, city, timezone) values ($1, $2, 'A house', 'Natal', 'America/Fortaleza')`, [venueId, organiserId]);
  if (seatMapId) {
    await database.query(`insert into catalog.seat_map (id, venue_id, name, plan, accessibility, seat_count) values ($1, $2, 'A plan', $3, $4, 1)`,
      [seatMapId, venueId, JSON.stringify(plan), JSON.stringify(accessibility)]);
  }
  await database.query(
    `insert into catalog.event (id, organiser_id, venue_id, seat_map_id, state, title, kind, standing, starts_at, sale_starts_at, published_at, line_required, draw_at_opening,
       verified_account_required, challenge_required, session_ticket_limit, buyer_ticket_limit, claim_seconds, admission_seconds, hold_seconds, payment_window_seconds, grace_seconds,
       capacity, search_text)
     values ($1, $2, $3, $4, 'published', 'A show', 'concert', $5, now() + interval '90 days', now() - interval '1 minute', now(), $6, false,
       false, false, $9, $7, 120, 600, 420, 300, 60, $8, '')`,
    [eventId, organiserId, venueId, seatMapId, JSON.stringify(standing), lineRequired, buyerTicketLimit, capacity, sessionTicketLimit]);
  const types: Record<string, { full: string; half: string }> = {};
  for (const [at, { category, kind }] of categories.entries()) {
    const type = (types[category] = { full: newId(), half: newId() });
    await database.query(
      `insert into catalog.ticket_type (id, event_id, name, category, kind, price_cents, half_price, proof_required, holder_required)
       values ($1, $3, 'Inteira', $4, $5, $6, false, false, false), ($2, $3, 'Meia', $4, $5, $6 / 2, true, true, false)`,
      [type.full, type.half, eventId, category, kind, (at + 1) * 10_000]);
  }
  return { eventId, organiserId, types };
}

function planOf(sketches: SectionSketch[]) {
  const standing: { name: string; capacity: number }[] = [];
  const zones: { name: string; position: object; rows: { row_number: string; position: object; seats: object[] }[] }[] = [];
  const accessibility = { wheelchair: [] as string[], companions: [] as { seat: string; of: string }[] };
  const categories = new Map<string, 'seated' | 'standing'>();
  let depth = 0;
  for (const [at, { name = `Section ${at + 1}`, category = 'Stalls', rows = [], standing: places }] of sketches.entries()) {
    if (places !== undefined) {
      standing.push({ name, capacity: places });
      categories.set(name, 'standing');
      continue;
    }
    categories.set(category, 'seated');
    let chair = '';
    zones.push({
      name,
      position: { x: 0, y: depth },
      rows: rows.map((sketch, row) => ({
        row_number: String.fromCharCode(65 + row),
        position: { x: 0, y: row * 100 },
        seats: [...sketch].flatMap((sign, x) => {
          if (sign === '_') return [];
          const guid = `${at}-${row}-${x}`;
          if (sign === 'w') accessibility.wheelchair.push((chair = guid));
          if (sign === 'c') accessibility.companions.push({ seat: guid, of: chair });
          return [{ seat_guid: guid, seat_number: String(x + 1), position: { x: x * 50, y: 0 }, category }];
        }),
      })),
    });
    depth += rows.length * 100 + 500;
  }
  const plan = { name: 'A plan', zones, categories: [...categories].map(([name]) => ({ name })) };
  return { plan, accessibility, standing, categories: [...categories].map(([category, kind]) => ({ category, kind })) };
}
