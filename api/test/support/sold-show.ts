import type { TestDatabase } from './test-database.js';

interface Show {
  eventId: string;
  ticketTypeId: string;
}

/** So many confirmed orders of one standing place each, at 100.00, as their sale would have left them; without the hours that selling them takes. */
export async function sellOut(database: TestDatabase, { eventId, ticketTypeId }: Show, orders: number): Promise<void> {
  await database.query('create temp table sold (order_id uuid, hold_id uuid, payment_id uuid, code_id uuid, ticket_id uuid, user_id uuid)');
  // Ids as ours are: later ones are greater.
  await database.query(
    `insert into sold select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n / 4096), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid,
       gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid() from generate_series(1, $1::int) as n`, [orders]);
  await database.query(
    `insert into inventory.hold (id, event_id, user_id, state, currency, created_at, expires_at, ends_by, from_promise, order_id)
     select hold_id, $1, user_id, 'confirmed', 'BRL', now(), now() + interval '7 minutes', now() + interval '13 minutes', 0, order_id from sold`, [eventId]);
  await database.query(
    `insert into inventory.hold_item (hold_id, item_no, section_id, ticket_type_id, label, price_cents)
     select hold_id, 1, section.id, $2, section.name, 10000 from sold join inventory.section on event_id = $1`, [eventId, ticketTypeId]);
  await database.query('insert into inventory.buyer_tally (event_id, user_id, tickets, ticket_limit) select $1, user_id, 1, 4 from sold', [eventId]);
  await database.query('update inventory.section set sold = $2 where event_id = $1', [eventId, orders]);
  await database.query('update inventory.stock set sold = $2 where event_id = $1', [eventId, orders]);
  await database.query(
    `insert into orders."order" (id, event_id, user_id, hold_id, state, currency, total_cents, email, name, language, address, payment_deadline, closed_at)
     select order_id, $1, user_id, hold_id, 'confirmed', 'BRL', 10000, 'fan@example.com', 'Fan', 'pt-BR', '203.0.113.7', now(), now() from sold`, [eventId]);
  await database.query(
    `insert into orders.item (order_id, item_no, kind, ticket_type_id, label, name, price_cents, quantity) select order_id, 1, 'ticket', $1, 'Pitch', 'Inteira', 10000, 1 from sold`, [ticketTypeId]);
  await database.query(`insert into orders.payment (id, order_id, method, amount_cents, state) select payment_id, order_id, 'card', 10000, 'completed' from sold`);
  await database.query(
    `insert into tickets.code (id, event_id, serial, text, kid, state, pictured)
     select code_id, $1, decode(replace(code_id::text, '-', ''), 'hex'), code_id::text, 'sold', 'given', true from sold`, [eventId]);
  await database.query(
    `insert into tickets.ticket (id, order_id, event_id, user_id, item_no, label, ticket_type_id, ticket_type_name, code_id)
     select ticket_id, order_id, $1, user_id, 1, 'Pitch', $2, 'Inteira', code_id from sold`, [eventId, ticketTypeId]);
  await database.query('drop table sold');
}
