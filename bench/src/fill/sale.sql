-- One event that was sold out two by two, as its sale left it: bench.tickets tickets, paid by card, for the people from number bench.first_person on,
-- of whom there are bench.people. Odd events (bench.number) have seats, even ones standing places. Half as many again stood in the line for nothing.
create temp table show on commit drop as
select uuidv7() as event_id, uuidv7() as type_id, uuidv7() as place_id, current_setting('bench.number')::int as number,
  current_setting('bench.number')::int % 2 = 1 as seated, current_setting('bench.tickets')::int as tickets,
  '019aa000-0000-7000-8000-000000000001'::uuid as organiser_id, '019aa000-0000-7000-8000-000000000011'::uuid as venue_id,
  statement_timestamp() - interval '20 days' as opened_at, left(uuidv7()::text, 28) as seat_id_prefix;

create temp table sale on commit drop as
select series.n, person.id as user_id, 'fan-' || person.n || '@filled.example' as email, 'Fan ' || person.n as name, gen_random_uuid() as device_id,
  uuidv7() as hold_id, uuidv7() as order_id, uuidv7() as payment_id, uuidv7() as attempt_id, uuidv7() as admission_id,
  array[uuidv7(), uuidv7()] as code_ids, array[uuidv7(), uuidv7()] as ticket_ids, array[uuidv7(), uuidv7()] as told_ids,
  opened_at + series.n * interval '20 milliseconds' as at
from show cross join generate_series(0, tickets / 2 - 1) as series (n)
cross join lateral (select (current_setting('bench.first_person')::bigint + series.n) % current_setting('bench.people')::bigint as n) as number
-- As people.sql makes it.
cross join lateral (select number.n,
  (lpad(to_hex(1700000000000 + number.n), 12, '0') || '7' || substr(md5(number.n::text), 1, 3) || '8' || substr(md5(number.n::text), 4, 15))::uuid as id) as person;

analyze sale;

-- Two of each: item_no 1 and 2, place number 2n and 2n + 1.
create temp table item on commit drop as
select sale.n, item_no, 2 * n + item_no - 1 as place, code_ids[item_no] as code_id, ticket_ids[item_no] as ticket_id,
  case when seated then (seat_id_prefix || lpad(to_hex(2 * n + item_no - 1), 8, '0'))::uuid end as seat_id,
  case when seated then 'Setor ' || (2 * n + item_no - 1) / 1000 || ' · ' || (2 * n + item_no - 1) % 1000 else 'Pista' end as label
from sale, show, generate_series(1, 2) as item_no;
analyze item;

insert into catalog.event (id, organiser_id, venue_id, state, title, kind, standing, starts_at, sale_starts_at, published_at, line_required, draw_at_opening,
  verified_account_required, challenge_required, session_ticket_limit, buyer_ticket_limit, claim_seconds, admission_seconds, hold_seconds, payment_window_seconds,
  grace_seconds, capacity, search_text)
select event_id, organiser_id, venue_id, 'published', 'Show ' || number, 'concert', '[]', opened_at + interval '120 days', opened_at, opened_at - interval '9 days', true, false,
  false, false, 2, 4, 120, 600, 420, 300, 60, tickets, 'show ' || number from show;
insert into catalog.ticket_type (id, event_id, name, category, kind, price_cents, half_price, proof_required, holder_required)
select type_id, event_id, 'Inteira', 'Pista', case when seated then 'seated' else 'standing' end, 12000, false, false, false from show;

insert into inventory.stock (event_id, capacity, sold, seat_id_prefix) select event_id, tickets, tickets, seat_id_prefix from show;
create temp table part on commit drop as
select uuidv7() as section_id, part, case when seated then least(1000, tickets - part * 1000) else tickets end as places
from show, generate_series(0, case when seated then (tickets - 1) / 1000 else 0 end) as part;
insert into inventory.section (id, event_id, key, name, category, kind, rank, capacity, sold)
select section_id, event_id, part::text, 'Setor ' || part, 'Pista', case when seated then 'seated' else 'standing' end, part, places, places from part, show;
insert into inventory.hold (id, event_id, user_id, admission_id, state, currency, created_at, expires_at, kept_until, from_promise, order_id, ends_by)
select hold_id, event_id, user_id, admission_id, 'confirmed', 'BRL', at, at + interval '7 minutes', null, 2, order_id, at + interval '13 minutes' from sale, show;
insert into inventory.seat (id, event_id, section_id, index, guid, row, number, label, x, y, wheelchair, state, hold_id)
select seat_id, event_id, section_id, place, place::text, '1', (place % 1000)::text, label, place % 1000 * 50, place / 1000 * 100, false, 'sold', hold_id
from item join sale using (n) cross join show join part on part.part = place / 1000 where seated;
insert into inventory.hold_item (hold_id, item_no, section_id, seat_id, ticket_type_id, label, price_cents)
select hold_id, item_no, section_id, seat_id, type_id, label, 12000
from item join sale using (n) cross join show join part on part.part = case when seated then place / 1000 else 0 end;
insert into inventory.buyer_tally (event_id, user_id, tickets, ticket_limit) select event_id, user_id, 2, 4 from sale, show;

-- The line: whoever bought was called in the order of entry; half as many again still wait.
insert into waiting_room.line (event_id, state, opens_at, enters_from, draw_at_opening, next_entry, entries_hash, draw_size, secret, secret_hash, serving, remaining)
select event_id, 'sold_out', opened_at, opened_at, false, tickets / 2 + tickets / 4, sha256('entries'), 0, sha256('secret'), sha256(sha256('secret')), tickets / 2, 0 from show;
insert into waiting_room.entry (event_id, entry, id, device_id, user_id, address, joined_at, state, position, calls, first_called_at, claim_deadline)
select event_id, n, uuidv7(), device_id, user_id, '192.0.2.1', at - interval '10 minutes', 'admitted', n, 1, at - interval '5 minutes', at - interval '3 minutes' from sale, show;
insert into waiting_room.entry (event_id, entry, id, device_id, address, joined_at)
select event_id, tickets / 2 + n, uuidv7(), gen_random_uuid(), '192.0.2.2', opened_at + tickets * interval '20 milliseconds' from show, generate_series(0, tickets / 4 - 1) as n;
insert into waiting_room.admission (id, event_id, entry, device_id, user_id, ticket_limit, promised_left, state, admitted_at, expires_at)
select admission_id, event_id, n, device_id, user_id, 2, 0, 'finished', at - interval '4 minutes', at + interval '6 minutes' from sale, show;

insert into orders."order" (id, event_id, user_id, hold_id, admission_id, state, currency, total_cents, email, name, language, address, device_id, request_id, placed_at, payment_deadline, closed_at)
select order_id, event_id, user_id, hold_id, admission_id, 'confirmed', 'BRL', 24000, email, name, 'pt-BR', '192.0.2.1', device_id, payment_id, at, at + interval '5 minutes', at from sale, show;
insert into orders.item (order_id, item_no, kind, ticket_type_id, seat_id, label, name, price_cents, quantity)
select order_id, item_no, 'ticket', type_id, seat_id, label, 'Inteira', 12000, 1 from item join sale using (n) cross join show;
insert into orders.payment (id, order_id, method, amount_cents, state, requested_at) select payment_id, order_id, 'card', 24000, 'completed', at from sale;
insert into orders.idempotency_key (user_id, key, body_hash, order_id, created_at) select user_id, hold_id::text, sha256(hold_id::text::bytea), order_id, at from sale;

insert into wallet.account (id, kind, owner, currency)
select uuidv7(), kind, owner, 'BRL' from show cross join lateral (values ('payee', organiser_id::text), ('gateway', 'aurora')) as account (kind, owner)
on conflict on constraint one_account_per_owner do nothing;
insert into wallet.payment (id, purpose_kind, purpose_id, payer_id, payee_id, amount_cents, from_wallet_cents, currency, method, deadline, state, gateway, attempt_id, captured_cents, created_at)
select payment_id, 'order', order_id, user_id, organiser_id, 24000, 0, 'BRL', 'card', at + interval '5 minutes', 'completed', 'aurora', attempt_id, 24000, at from sale, show;
insert into wallet.transfer (id, flag, code, payment_id, debit_account_id, credit_account_id, amount_cents, created_at)
select attempt_id, 'posted', 'capture', payment_id, gateway.id, payee.id, 24000, at
from sale cross join show join wallet.account gateway on gateway.kind = 'gateway' and gateway.owner = 'aurora' join wallet.account payee on payee.kind = 'payee' and payee.owner = organiser_id::text;
insert into payments.attempt (id, payment_id, ordinal, gateway, method, state, charge_id, amount_cents, currency, description, deadline, request_id, sent_at, created_at, settled_at)
select attempt_id, payment_id, 1, 'aurora', 'card', 'captured', 'filled_' || attempt_id, 24000, 'BRL', 'Show ' || number, at + interval '5 minutes', payment_id, at, at, at from sale, show;

insert into tickets.pool (event_id) select event_id from show;
insert into tickets.code (id, event_id, serial, text, kid, state, pictured, made_at)
select code_id, event_id, decode(replace(code_id::text, '-', ''), 'hex'), 'CT1' || rpad('', 150, upper(md5(code_id::text))), 'filled', 'given', true, opened_at from item, show;
insert into tickets.ticket (id, order_id, event_id, user_id, item_no, label, ticket_type_id, ticket_type_name, code_id, issued_at)
select ticket_id, order_id, event_id, user_id, item_no, label, type_id, 'Inteira', code_id, at from item join sale using (n) cross join show;

insert into notifications.mail (kind, subject_id, address, payload, request_id, state, tries, due_at, created_at, sent_at, message_id)
select 'order_confirmed', order_id, email, jsonb_build_object('orderId', order_id, 'eventId', event_id, 'userId', user_id, 'email', email, 'name', name, 'eventTitle', 'Show ' || number,
  'tickets', jsonb_build_array(ticket_ids[1], ticket_ids[2]), 'text', rpad('', 500, 'x')), payment_id, 'sent', 1, at, at, at, '<order-confirmed.' || order_id || '@filled.example>' from sale, show;
