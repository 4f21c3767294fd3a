create schema tickets;

-- Events whose codes are made ahead of time.
create table tickets.pool (
  event_id uuid primary key,
  opened_at timestamptz not null default platform.now(),
  ended_at timestamptz
);

-- Ticket codes: made ahead, taken once, never reused. Ids rise in the order in which they were made.
create table tickets.code (
  id uuid primary key,
  event_id uuid not null,
  serial bytea not null constraint code_serial_is_128_bits check (octet_length(serial) = 16),
  text text not null,
  kid text not null,
  state text not null default 'free' constraint code_state_known check (state in ('free', 'given', 'void')),
  -- Whether its QR code already lies in the bucket.
  pictured boolean not null,
  made_at timestamptz not null default platform.now(),
  constraint code_made_once unique (serial)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
create index code_free on tickets.code (event_id, id) where state = 'free';
create index code_unpictured on tickets.code (id) where not pictured;

create table tickets.ticket (
  id uuid primary key,
  order_id uuid not null,
  event_id uuid not null,
  user_id uuid not null,
  item_no integer not null,
  label text not null,
  ticket_type_id uuid not null,
  ticket_type_name text not null,
  holder_name text,
  holder_document text,
  -- Null where the order did not say; then the ticket type decides.
  proof_required boolean,
  code_id uuid not null constraint ticket_has_a_code references tickets.code,
  state text not null default 'valid' constraint ticket_state_known check (state in ('valid', 'refunded')),
  issued_at timestamptz not null default platform.now(),
  constraint ticket_issued_once unique (order_id, item_no),
  constraint code_serves_one_ticket unique (code_id)
);
create index ticket_by_holder on tickets.ticket (user_id, id);
create index ticket_by_event on tickets.ticket (event_id);
