-- Whether each of our captures and refunds was seen in its gateway's own list, and in the ledger. What was there before nobody asks about.
alter table payments.attempt add column listed_at timestamptz, add column booked_at timestamptz;
update payments.attempt set listed_at = platform.now(), booked_at = platform.now() where state in ('captured', 'conflicted');
create index attempt_not_listed on payments.attempt (gateway, created_at) where state = 'captured' and listed_at is null;
create index attempt_not_booked on payments.attempt (settled_at) where state in ('captured', 'conflicted') and booked_at is null;

alter table payments.refund add column listed_at timestamptz, add column booked_at timestamptz;
update payments.refund set listed_at = platform.now(), booked_at = platform.now() where state = 'refunded';
create index refund_not_listed on payments.refund (created_at) where state = 'refunded' and listed_at is null;
create index refund_not_booked on payments.refund (settled_at) where state = 'refunded' and booked_at is null and not by_itself;

alter table payments.reconciliation add column refunds_until timestamptz;
-- Until when the wallet has told us what it has booked; by the database's clock, as all but the gateways' lists.
create table payments.ledger_told (
  one boolean primary key default true constraint one_row check (one),
  until timestamptz not null
);

-- What two books say differently of one charge or refund. One row each, however often and by however many it is found.
create table payments.difference (
  id uuid primary key,
  gateway text not null,
  kind text not null constraint difference_kind check (kind in (
    'charge_state', 'charge_amount', 'charge_unknown', 'charge_missing',
    'refund_state', 'refund_amount', 'refund_unknown', 'refund_missing',
    'ledger_missing', 'ledger_amount', 'ledger_unknown')),
  reference text not null,
  payment_id uuid,
  ours jsonb not null,
  theirs jsonb not null,
  state text not null constraint difference_state check (state in ('open', 'repaired', 'closed')),
  found_at timestamptz not null default platform.now(),
  seen_at timestamptz not null default platform.now(),
  settled_at timestamptz,
  note text,
  closed_by uuid,
  constraint difference_once unique (gateway, kind, reference),
  constraint open_is_not_settled check ((state = 'open') = (settled_at is null)),
  constraint closed_by_a_person check ((state = 'closed') = (closed_by is not null and note is not null))
);
create index difference_open on payments.difference (gateway, seen_at) where state = 'open';
create index difference_of_gateway on payments.difference (gateway, id);
