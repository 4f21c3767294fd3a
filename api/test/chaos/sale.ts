import { until } from '../support/eventually.js';
import type { ChaosOffice } from './chaos-office.js';
import type { Plan } from './plan.js';

/** An event that its organiser has just put on sale. */
export interface Sale {
  eventId: string;
  ticketTypeIds: string[];
  lineRequired: boolean;
}

const CATEGORY = 'Plateia';
/** The stock is laid out by a message. */

/** Through the API, as an organiser does it. */
export async function putOnSale(office: ChaosOffice, { seed, event: { seating, ...terms } }: Plan): Promise<Sale> {
  const client = office.maintainer();
  const { venueId, organiserId } = office.organiser;
  const seated = 'rows' in seating;
  const seatMapId = seated ? (await client.expect(201, 'POST', `venues/${venueId}/seat-maps`, { name: `Plano ${seed}`, plan: seatingPlan(seating.rows) })).body.id : null;
  const { body: event } = await client.expect(201, 'POST', 'events', {
    organiserId, venueId, seatMapId, title: `Venda ${seed}`, standing: seated ? [] : [{ name: CATEGORY, capacity: seating.standing }],
    // Beyond whatever the office's clock is moved to in its life.
    startsAt: inDays(300), saleStartsAt: inDays(-1), ...terms,
  });
  const ticketTypeIds: string[] = [];
  for (const [name, amountCents] of [['Inteira', 12_000], ['Meia', 6_000]] as const) {
    const { body: type } = await client.expect(201, 'POST', `events/${event.id}/ticket-types`, { name, category: CATEGORY, kind: seated ? 'seated' : 'standing', price: { amountCents, currency: 'BRL' } });
    ticketTypeIds.push(type.id);
  }
  await client.expect(200, 'POST', `events/${event.id}/publish`);
  await until(async () => (await office.database.query('select from inventory.stock where event_id = $1', [event.id])).length === 1);
  return { eventId: event.id, ticketTypeIds, lineRequired: terms.lineRequired };
}

function seatingPlan(rows: number[]): object {
  return {
    name: 'Plano',
    categories: [{ name: CATEGORY }],
    zones: [{
      name: 'Sala', position: { x: 0, y: 0 },
      rows: rows.map((count, row) => ({
        row_number: String.fromCharCode(65 + row),
        position: { x: 0, y: row * 100 },
        seats: Array.from({ length: count }, (_, seat) => ({ seat_guid: `${row}-${seat}`, seat_number: String(seat + 1), position: { x: seat * 50, y: 0 }, category: CATEGORY })),
      })),
    }],
  };
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
