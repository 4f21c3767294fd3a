create schema payments;

-- One try at one gateway. `reference` is its idempotency key and its name at the gateway: it follows from the id,
-- so it is written down before any call by construction (32 letters and digits, also a valid Pix txid).
create table payments.attempt (
  id uuid primary key,
  payment_id uuid not null,
  ordinal smallint not null,
  gateway text not null,
  method text not null constraint attempt_method check (method in ('card', 'pix')),
  state text not null constraint attempt_state check (state in (
    'pending', 'in_flight', 'unknown', 'authorized', 'captured', 'conflicted',
    'not_sent', 'rejected', 'declined', 'throttled', 'voided', 'failed', 'surplus')),
  reference text not null generated always as (replace(id::text, '-', '')) stored,
  charge_id text,
  amount_cents bigint not null constraint attempt_amount_positive check (amount_cents > 0),
  currency text not null,
  -- The card's token, kept only while it may have to be sent again.
  token text,
  description text not null,
  decline_code text,
  detail text,
  pix_code text,
  pix_expires_at timestamptz,
  deadline timestamptz not null,
  request_id text,
  -- Null: it surely never left us.
  sent_at timestamptz,
  -- When the gateway is asked next; every live attempt has one, so a crash loses none.
  next_look_at timestamptz,
  looks smallint not null default 0,
  void_requested_at timestamptz,
  created_at timestamptz not null default platform.now(),
  settled_at timestamptz,
  constraint attempt_ordinal unique (payment_id, ordinal)
) with (fillfactor = 80);

-- The rule that makes a double charge across gateways impossible.
create unique index one_live_or_won_attempt on payments.attempt (payment_id)
  where state in ('pending', 'in_flight', 'unknown', 'authorized', 'captured', 'conflicted');
create index attempt_due on payments.attempt (next_look_at) where next_look_at is not null;

create table payments.refund (
  id uuid primary key,
  attempt_id uuid not null references payments.attempt,
  payment_id uuid not null,
  amount_cents bigint not null constraint refund_amount_positive check (amount_cents > 0),
  state text not null constraint refund_state check (state in ('pending', 'refunded', 'refused')),
  reference text not null generated always as (replace(id::text, '-', '')) stored,
  -- Money that came twice goes back by itself; nobody asked, so nobody is told.
  by_itself boolean not null default false,
  detail text,
  request_id text,
  next_look_at timestamptz,
  looks smallint not null default 0,
  created_at timestamptz not null default platform.now(),
  settled_at timestamptz
);
create index refund_of_attempt on payments.refund (attempt_id);
create index refund_due on payments.refund (next_look_at) where next_look_at is not null;

-- Written in the transaction of the webhook's effect: a repeated delivery finds its row and does nothing.
create table payments.webhook_event (
  gateway text not null,
  event_id text not null,
  received_at timestamptz not null default platform.now(),
  primary key (gateway, event_id)
);
create index webhook_event_age on payments.webhook_event (received_at);

-- How far each gateway's own list was compared with ours, by the gateway's clock.
create table payments.reconciliation (
  gateway text primary key,
  compared_until timestamptz not null
);
