-- Orders whose money the payer's bank wants back, or has taken back.
create table orders.dispute (
  id uuid primary key,
  order_id uuid not null references orders."order",
  event_id uuid not null,
  payment_id uuid not null references orders.payment,
  amount_cents bigint not null constraint dispute_amount_positive check (amount_cents > 0),
  state text not null constraint dispute_state check (state in ('opened', 'won', 'lost')),
  opened_at timestamptz not null default platform.now(),
  settled_at timestamptz
);
create index dispute_of_order on orders.dispute (order_id);
create index dispute_of_event on orders.dispute (event_id, id);
-- How the latest of them stands.
alter table orders."order" add column dispute text constraint order_dispute check (dispute in ('opened', 'won', 'lost'));
