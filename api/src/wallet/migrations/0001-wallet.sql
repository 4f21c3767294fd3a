create schema wallet;

-- Whom a service payment may pay (S4.12). Organisers are not listed here: orders names them.
create table wallet.payee (
  id uuid primary key,
  name text not null,
  description text not null default '',
  retired_at timestamptz,
  created_at timestamptz not null default platform.now()
);

-- Counters are kept for buyers only; the others' are sums of their entries (wallet.account_balance).
create table wallet.account (
  id uuid primary key,
  kind text not null,
  owner text not null,
  currency char(3) not null,
  debits_pending bigint not null default 0,
  debits_posted bigint not null default 0,
  credits_pending bigint not null default 0,
  credits_posted bigint not null default 0,
  created_at timestamptz not null default platform.now(),
  constraint account_kind check (kind in ('buyer', 'payee', 'gateway', 'platform')),
  constraint one_account_per_owner unique (kind, owner, currency),
  constraint counters_never_negative check (least(debits_pending, debits_posted, credits_pending, credits_posted) >= 0),
  -- Available is never negative and, the same inequality, frozen never exceeds the balance.
  constraint available_never_negative check (debits_pending + debits_posted <= credits_posted),
  constraint counters_kept_for_buyers_only check (
    kind = 'buyer' or (debits_pending, debits_posted, credits_pending, credits_posted) = (0, 0, 0, 0))
) with (fillfactor = 70);

-- Only ever inserted. One row has both sides, so every transfer balances. No foreign keys to account: their check locks
-- the account's row, and the gateways' rows are in every payment; the ledger only writes transfers between accounts it
-- has read in the same transaction, and I5 looks for orphans.
create table wallet.transfer (
  id uuid primary key,
  flag text not null,
  code text not null,
  payment_id uuid not null,
  pending_id uuid,
  debit_account_id uuid not null,
  credit_account_id uuid not null,
  amount_cents bigint not null,
  timeout_at timestamptz,
  created_at timestamptz not null default platform.now(),
  constraint transfer_flag check (flag in ('posted', 'pending', 'post_pending', 'void_pending', 'expire_pending')),
  constraint transfer_code check (code in ('capture', 'payment', 'top_up', 'refund', 'conflict', 'fee')),
  constraint transfer_amount_positive check (amount_cents > 0),
  constraint transfer_between_two_accounts check (debit_account_id <> credit_account_id),
  constraint resolution_names_its_pending_transfer check ((flag in ('posted', 'pending')) = (pending_id is null)),
  constraint timeout_of_pending_transfer check (timeout_at is null or flag = 'pending')
);
create unique index pending_transfer_resolved_once on wallet.transfer (pending_id) where pending_id is not null;
-- A statement is read by account, newest first; a payment's movements by payment.
create index transfer_of_debit_account on wallet.transfer (debit_account_id, id);
create index transfer_of_credit_account on wallet.transfer (credit_account_id, id);
create index transfer_of_payment on wallet.transfer (payment_id);

-- What each transfer posts or reserves on each of its accounts, debits negative.
create view wallet.entry as
  select id as transfer_id, payment_id, flag, code, created_at, debit_account_id as account_id, -amount_cents as amount_cents from wallet.transfer
  union all
  select id, payment_id, flag, code, created_at, credit_account_id, amount_cents from wallet.transfer;

create view wallet.account_balance as
  select account.id, account.kind, account.owner, account.currency,
    coalesce(sum(entry.amount_cents) filter (where entry.flag in ('posted', 'post_pending')), 0)::bigint as balance_cents,
    coalesce(sum(case when entry.flag = 'pending' then -entry.amount_cents else entry.amount_cents end)
      filter (where entry.amount_cents < 0 and entry.flag not in ('posted')), 0)::bigint as frozen_cents
  from wallet.account left join wallet.entry on entry.account_id = account.id
  group by account.id;

create table wallet.payment (
  id uuid primary key,
  purpose_kind text not null,
  purpose_id uuid not null,
  payer_id uuid not null,
  payee_id uuid,
  amount_cents bigint not null,
  from_wallet_cents bigint not null,
  currency char(3) not null,
  method text not null,
  deadline timestamptz not null,
  state text not null,
  pix jsonb,
  failure jsonb,
  cancel_reason text,
  unfreeze_at timestamptz,
  gateway text,
  attempt_id uuid,
  captured_cents bigint not null default 0,
  refunded_cents bigint not null default 0,
  refunding_cents bigint not null default 0,
  late boolean not null default false,
  created_at timestamptz not null default platform.now(),
  constraint payment_purpose check (purpose_kind in ('order', 'top_up', 'service')),
  constraint payment_method check (method in ('card', 'pix', 'wallet')),
  constraint payment_state check (state in
    ('awaiting_gateway', 'presented', 'cancelling', 'completed', 'failed', 'cancelled', 'conflicted', 'refunded')),
  constraint payee_unless_top_up check ((payee_id is null) = (purpose_kind = 'top_up')),
  constraint balance_part_within_amount check (from_wallet_cents between 0 and amount_cents),
  constraint captured_within_amount check (captured_cents between 0 and amount_cents),
  constraint refunded_within_captured check (
    refunded_cents >= 0 and refunding_cents >= 0 and refunded_cents + refunding_cents <= captured_cents),
  constraint completed_in_whole check (state <> 'completed' or captured_cents = amount_cents)
) with (fillfactor = 70);
create unique index one_live_payment_per_purpose on wallet.payment (purpose_kind, purpose_id)
  where state in ('awaiting_gateway', 'presented', 'cancelling', 'completed', 'conflicted');
-- Small at all times: a payment leaves the first when it is decided or being cancelled, the second when nothing is frozen.
create index payment_open on wallet.payment (deadline) where state in ('awaiting_gateway', 'presented');
create index payment_frozen on wallet.payment (unfreeze_at) where unfreeze_at is not null;
create index payment_of_payer on wallet.payment (payer_id, id);

create table wallet.refund (
  id uuid primary key,
  payment_id uuid not null references wallet.payment,
  amount_cents bigint not null,
  to_gateway_cents bigint not null,
  to_wallet_cents bigint not null,
  reason text not null,
  state text not null,
  created_at timestamptz not null default platform.now(),
  constraint refund_state check (state in ('requested', 'refunded', 'credited', 'refused')),
  constraint refund_split_adds_up check (
    amount_cents > 0 and to_gateway_cents >= 0 and to_wallet_cents >= 0 and amount_cents = to_gateway_cents + to_wallet_cents)
);
create index refund_of_payment on wallet.refund (payment_id);

-- What a user's Idempotency-Key was used for, for 30 days.
create table wallet.idempotency_key (
  user_id uuid not null,
  key text not null,
  fingerprint bytea not null,
  payment_id uuid not null,
  created_at timestamptz not null default platform.now(),
  primary key (user_id, key)
);
create index idempotency_key_age on wallet.idempotency_key (created_at);
