-- Money that a gateway took otherwise than it was asked: it waits for a person. One for a payment, because a payment has one attempt that took money.
create table wallet.conflict (
  payment_id uuid primary key references wallet.payment,
  attempt_id uuid not null,
  gateway text not null,
  -- What it took. In another currency than the ledger's nothing of it is booked.
  amount_cents bigint not null constraint conflict_amount_not_negative check (amount_cents >= 0),
  currency text not null,
  state text not null constraint conflict_state check (state in ('open', 'returning', 'refused', 'returned', 'closed', 'taken_back')),
  -- Of the try to give it back that is under way, or was the last.
  refund_id uuid,
  -- What the payer's bank wants of it now, and what it has taken.
  disputed_cents bigint not null default 0 constraint conflict_disputed_not_negative check (disputed_cents >= 0),
  taken_back_cents bigint not null default 0 constraint conflict_taken_back_not_negative check (taken_back_cents >= 0),
  note text,
  decided_by uuid,
  arisen_at timestamptz not null default platform.now(),
  settled_at timestamptz,
  constraint settled_conflict_says_when check ((settled_at is not null) = (state in ('returned', 'closed', 'taken_back'))),
  constraint closed_by_a_person_with_a_note check (state <> 'closed' or note is not null and decided_by is not null),
  constraint way_back_has_a_name check (state not in ('returning', 'refused', 'returned') or refund_id is not null)
);
create index conflict_undecided on wallet.conflict (payment_id) where settled_at is null;

insert into wallet.conflict (payment_id, attempt_id, gateway, amount_cents, currency, state, arisen_at)
select payment.id, payment.attempt_id, payment.gateway, transfer.amount_cents, payment.currency, 'open', transfer.created_at
from wallet.transfer join wallet.payment on payment.id = transfer.payment_id where transfer.code = 'conflict';

-- What an administrator's Idempotency-Key decided, or was refused, for ever: they are few, and each is an act that is told again.
create table wallet.conflict_key (
  asked_by uuid not null,
  key text not null,
  fingerprint bytea not null,
  payment_id uuid not null,
  refusal jsonb,
  created_at timestamptz not null default platform.now(),
  constraint conflict_key_once primary key (asked_by, key)
);

-- For this and for what gateways pay out. The largest table is not read while nobody may write into it: what is in it keeps to narrower rules already, which the next migration sees.
alter table wallet.transfer
  drop constraint transfer_code,
  add constraint transfer_code check (code in (
    'capture', 'payment', 'top_up', 'refund', 'chargeback', 'conflict', 'conflict_refund', 'conflict_closing', 'loss', 'fee', 'fee_refund', 'settlement',
    'payout', 'gateway_fee', 'payout_reversal')) not valid,
  drop constraint settlement_without_payment,
  add constraint settlement_without_payment check ((payment_id is null) = (code in ('settlement', 'payout', 'gateway_fee', 'payout_reversal'))) not valid;
