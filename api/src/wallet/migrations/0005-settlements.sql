-- For which of its payee's events a payment is, where it is for one, and what it is called on statements.
alter table wallet.payment
  add column event_id uuid,
  add column description text not null default '';

-- Money paid out to an organiser by bank transfer. `covered_until` is where the next one begins to count.
create table wallet.settlement (
  id uuid primary key,
  owner_id uuid not null,
  -- 1, 2, 3 … of each organiser: which is the last is not left to the clocks of processes.
  number int not null,
  currency char(3) not null,
  amount_cents bigint not null,
  reference text not null,
  covered_until timestamptz not null,
  made_by uuid not null,
  idempotency_key text not null,
  fingerprint bytea not null,
  created_at timestamptz not null default platform.now(),
  constraint settlement_amount_positive check (amount_cents > 0),
  constraint settlement_number_once unique (owner_id, number),
  constraint settlement_key_once unique (made_by, idempotency_key)
);

-- Event by event: what the last settlement left, what moved since, and what of it is paid. The null event is what belongs to none.
create table wallet.settlement_line (
  settlement_id uuid not null references wallet.settlement,
  event_id uuid,
  carried_cents bigint not null,
  captured_cents bigint not null,
  refunded_cents bigint not null,
  fee_cents bigint not null,
  other_cents bigint not null,
  paid_cents bigint not null,
  constraint one_line_per_event unique nulls not distinct (settlement_id, event_id)
);

alter table wallet.transfer
  alter column payment_id drop not null,
  drop constraint transfer_code,
  add constraint transfer_code check (code in ('capture', 'payment', 'top_up', 'refund', 'conflict', 'fee', 'fee_refund', 'settlement')),
  add constraint settlement_without_payment check ((payment_id is null) = (code = 'settlement'));
