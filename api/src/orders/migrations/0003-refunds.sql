-- What went back of an order by its refunds.
alter table orders."order" add column refunded_cents bigint not null default 0
  constraint refunded_within_total check (refunded_cents between 0 and total_cents);

-- What goes back of an order: some of its items, or an amount. The wallet sees a refund as tries, each under a name of its own.
create table orders.refund (
  id uuid primary key,
  order_id uuid not null references orders."order",
  payment_id uuid not null references orders.payment,
  reason text not null constraint refund_reason check (reason in ('organiser', 'withdrawal', 'event_cancelled')),
  amount_cents bigint not null constraint refund_amount_not_negative check (amount_cents >= 0),
  destination text not null constraint refund_destination check (destination in ('source', 'balance')),
  balance_if_refused boolean not null,
  state text not null constraint refund_state check (state in ('requested', 'waiting', 'refused', 'done')),
  -- The latest try, as the wallet knows it.
  try_id uuid not null constraint refund_try_once unique,
  tries smallint not null default 1,
  next_try_at timestamptz,
  refused_because text,
  -- How much of a done one went to the buyer's balance.
  to_balance_cents bigint,
  -- Null: the house itself, for everybody of a cancelled event.
  asked_by uuid,
  key text,
  body_hash bytea,
  request_id text,
  requested_at timestamptz not null default platform.now(),
  settled_at timestamptz,
  constraint refund_key_once unique (asked_by, key),
  constraint refund_waits_for_its_next_try check ((state = 'waiting') = (next_try_at is not null)),
  constraint done_refund_says_where check ((state = 'done') = (to_balance_cents is not null))
) with (fillfactor = 80);
create index refund_of_order on orders.refund (order_id, id);
create index refund_waiting on orders.refund (next_try_at) where state = 'waiting';
create index refund_refused on orders.refund (id) where state = 'refused';

-- Which items, and how many of each. None where only an amount goes back.
create table orders.refund_item (
  refund_id uuid not null references orders.refund,
  order_id uuid not null,
  item_no smallint not null,
  quantity int not null constraint refund_item_quantity_positive check (quantity > 0),
  primary key (refund_id, item_no),
  constraint refund_item_of_the_order foreign key (order_id, item_no) references orders.item
);
create index refund_item_of_order on orders.refund_item (order_id, item_no);
