create schema orders;

create table orders."order" (
  id uuid primary key,
  event_id uuid not null,
  user_id uuid not null,
  hold_id uuid not null,
  admission_id uuid,
  state text not null constraint order_state check (state in ('awaiting_payment', 'confirmed', 'payment_failed', 'expired', 'refunded')),
  currency text not null,
  total_cents bigint not null constraint order_total_not_negative check (total_cents >= 0),
  -- Who bought, as they were when they bought: for the e-mail, and for S1.5.
  email text not null,
  name text not null,
  language text not null,
  address inet not null,
  device_id uuid,
  request_id text,
  placed_at timestamptz not null default platform.now(),
  payment_deadline timestamptz not null,
  cancel_requested_at timestamptz,
  closed_at timestamptz,
  constraint one_order_per_hold unique (hold_id)
) with (fillfactor = 80);
create index order_of_user on orders."order" (user_id, id);
create index order_deadline on orders."order" (payment_deadline) where state = 'awaiting_payment' and cancel_requested_at is null;

create table orders.item (
  order_id uuid not null references orders."order",
  item_no smallint not null,
  kind text not null constraint item_kind check (kind in ('ticket', 'product')),
  ticket_type_id uuid,
  product_id uuid,
  seat_id uuid,
  label text not null,
  name text not null,
  price_cents bigint not null constraint item_price_not_negative check (price_cents >= 0),
  quantity int not null constraint item_quantity_positive check (quantity > 0),
  holder_name text,
  holder_document text,
  primary key (order_id, item_no),
  constraint item_is_one_thing check ((kind = 'ticket') = (ticket_type_id is not null) and (kind = 'product') = (product_id is not null))
);

-- The tries at paying an order. An order has at most one that is open or won.
create table orders.payment (
  id uuid primary key,
  order_id uuid not null references orders."order",
  method text not null constraint payment_method check (method in ('card', 'pix', 'wallet')),
  amount_cents bigint not null,
  state text not null constraint payment_state check (state in ('requested', 'presented', 'completed', 'failed', 'returned')),
  pix jsonb,
  failure_reason text,
  retryable boolean,
  requested_at timestamptz not null default platform.now()
) with (fillfactor = 80);
create index payment_of_order on orders.payment (order_id, id);
create unique index one_live_payment_per_order on orders.payment (order_id) where state in ('requested', 'presented', 'completed');

-- The same key with the same body is the same order; kept for 30 days.
create table orders.idempotency_key (
  user_id uuid not null,
  key text not null,
  body_hash bytea not null,
  order_id uuid not null,
  created_at timestamptz not null default platform.now(),
  constraint idempotency_key_once primary key (user_id, key)
);
create index idempotency_key_age on orders.idempotency_key (created_at);
