import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { TermsColumns } from './catalog-tables.js';
import { searchWords, type Picture } from './event.js';
import type { EventsQuery } from './programme.schemas.js';
import type { EventState } from './sale-terms.js';

// Brazil has 5,570 cities; a list to choose from that is longer than this helps nobody, and the search finds the rest.
const citiesMax = 500;

/** An event as everybody may see it. */
export interface ProgrammeRow extends TermsColumns {
  id: string;
  state: Exclude<EventState, 'draft'>;
  title: string;
  artists: string[];
  kind: string;
  description: string;
  pictures: Picture[];
  starts_at: Date;
  doors_at: Date | null;
  sale_starts_at: Date;
  sale_ends_at: Date | null;
  seat_map_id: string | null;
  venue_id: string;
  venue_name: string;
  city: string;
  address: string;
  timezone: string;
  organiser_id: string;
  organiser_name: string;
  price_from_cents: number | null;
}

const columns = sql`
  e.id, e.state, e.title, e.artists, e.kind, e.description, e.pictures, e.starts_at, e.doors_at, e.sale_starts_at, e.sale_ends_at,
  e.line_required, e.draw_at_opening, e.public_draw_value_name, e.verified_account_required, e.challenge_required,
  e.session_ticket_limit, e.buyer_ticket_limit, e.claim_seconds, e.admission_seconds, e.hold_seconds, e.payment_window_seconds, e.withdrawal_days, e.withdrawal_hours_before, e.rehearsal, e.capacity, e.seat_map_id,
  v.id as venue_id, v.name as venue_name, v.city, v.address, v.timezone, o.id as organiser_id, o.name as organiser_name,
  (select min(t.price_cents) from catalog.ticket_type t where t.event_id = e.id and t.retired_at is null) as price_from_cents`;

const programme = sql`
  catalog.event e join catalog.venue v on v.id = e.venue_id join catalog.organiser o on o.id = e.organiser_id`;

// What lists and search tell of; a show of tonight is on until its audience has gone home.
const isOn = sql`e.state in ('published', 'postponed') and e.retired_at is null and not e.rehearsal`;
const yesterday = sql`platform.now() - interval '1 day'`;

/** A published, postponed, cancelled or closed event; drafts are nobody's business here. */
export async function findInProgramme(tx: Tx, eventId: string): Promise<ProgrammeRow | undefined> {
  const { rows } = await sql<ProgrammeRow>`
    select ${columns} from ${programme}
    where e.id = ${eventId} and e.state <> 'draft' and e.published_at is not null and e.retired_at is null`.execute(tx);
  return rows[0];
}

/** What is on, by date; every word of the search begins a word of title, artists, venue or city. */
export async function listProgramme(tx: Tx, query: EventsQuery): Promise<ProgrammeRow[]> {
  const words = searchWords(query.search ?? '').map((word) => `${word}:*`).join(' & ');
  const { rows } = await sql<ProgrammeRow>`
    select ${columns} from ${programme}
    where ${isOn}
      and e.starts_at >= coalesce(${query.from ?? null}::timestamptz, ${yesterday})
      and (${query.to ?? null}::timestamptz is null or e.starts_at < ${query.to ?? null}::timestamptz)
      and (${query.city ?? null}::text is null or lower(v.city) = lower(${query.city ?? null}::text))
      and (${query.kind ?? null}::text is null or e.kind = ${query.kind ?? null}::text)
      and (${query.venueId ?? null}::uuid is null or e.venue_id = ${query.venueId ?? null}::uuid)
      and (${query.artist ?? null}::text is null or ${query.artist ?? null}::text = any(e.artists))
      and (${words} = '' or e.search @@ to_tsquery('simple', ${words}))
      and (${query.cursor?.id ?? null}::uuid is null or (e.starts_at, e.id) > (${query.cursor?.startsAt ?? null}::timestamptz, ${query.cursor?.id ?? null}::uuid))
    order by e.starts_at, e.id
    limit ${query.limit + 1}`.execute(tx);
  return rows;
}

/** Artists of what is on, and in how many events. */
export async function listArtists(tx: Tx, search: string, limit: number): Promise<{ name: string; events: number }[]> {
  const { rows } = await sql<{ name: string; events: number }>`
    select artist as name, count(*)::int as events
    from catalog.event e cross join unnest(e.artists) as artist
    where ${isOn} and e.starts_at >= ${yesterday}
      and starts_with(lower(artist), lower(${search}))
    group by artist order by events desc, artist limit ${limit}`.execute(tx);
  return rows;
}

/** Cities of what is on, and how many events each has. */
export async function listCities(tx: Tx): Promise<{ name: string; events: number }[]> {
  const { rows } = await sql<{ name: string; events: number }>`
    select v.city as name, count(*)::int as events
    from ${programme}
    where ${isOn} and e.starts_at >= ${yesterday}
    group by v.city order by v.city limit ${citiesMax}`.execute(tx);
  return rows;
}

/** A venue as everybody may see it. */
export interface PlaceRow {
  id: string;
  name: string;
  city: string;
  address: string;
  timezone: string;
  wheelchair_places: number | null;
}

/** A venue where something was ever announced; before that it is its organiser's business. */
export async function findPlace(tx: Tx, venueId: string): Promise<PlaceRow | undefined> {
  const { rows } = await sql<PlaceRow>`
    select v.id, v.name, v.city, v.address, v.timezone,
      (select max(jsonb_array_length(m.accessibility -> 'wheelchair')) from catalog.seat_map m where m.venue_id = v.id and m.retired_at is null) as wheelchair_places
    from catalog.venue v
    where v.id = ${venueId} and v.retired_at is null and exists (
      select 1 from catalog.event e
      where e.venue_id = v.id and e.state <> 'draft' and e.published_at is not null and e.retired_at is null and not e.rehearsal)`.execute(tx);
  return rows[0];
}

/** Product ids: pinned ones first, then what other orders held beside those chosen, or, with none chosen, at all. */
export async function listSuggestions(tx: Tx, eventId: string, chosen: string[], limit: number): Promise<{ id: string; pinned: boolean }[]> {
  const { rows } = await sql<{ id: string; pinned: boolean }>`
    select p.id, s.position is not null as pinned
    from catalog.product p
    left join catalog.pinned_suggestion s on s.event_id = p.event_id and s.product_id = p.id
    left join lateral (
      select sum(b.orders) as orders from catalog.bought_together b
      where b.event_id = p.event_id and b.product_id = p.id
        and (b.beside_id = any(${chosen}::uuid[]) or (cardinality(${chosen}::uuid[]) = 0 and b.beside_id = p.id))
    ) bought on true
    where p.event_id = ${eventId} and p.retired_at is null and p.id <> all(${chosen}::uuid[])
      and (p.stock is null or p.stock > p.taken)
      and (s.position is not null or bought.orders is not null)
    order by s.position nulls last, bought.orders desc nulls last, p.id
    limit ${limit}`.execute(tx);
  return rows;
}
