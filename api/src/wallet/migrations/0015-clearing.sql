-- What gateways have paid out, as the bank's statement and theirs say; what they took from the bank instead is below zero. Only ever added: one that was entered wrongly
-- is reversed, as its last columns say.
create table wallet.gateway_payout (
  id uuid primary key,
  gateway text not null,
  -- 1, 2, 3 … of each gateway.
  number int not null,
  currency char(3) not null,
  gross_cents bigint not null,
  fee_cents bigint not null,
  net_cents bigint not null,
  reference text not null,
  value_date date not null,
  note text not null,
  made_by uuid not null,
  created_at timestamptz not null default platform.now(),
  reversed_at timestamptz,
  reversed_by uuid,
  reversal_note text,
  constraint payout_adds_up check (fee_cents >= 0 and gross_cents = fee_cents + net_cents and (gross_cents, fee_cents) <> (0, 0)),
  constraint payout_number_once unique (gateway, number),
  constraint reversal_is_whole check (num_nulls(reversed_at, reversed_by, reversal_note) in (0, 3))
);
-- The right one is entered under the same name as the wrong one that was reversed.
create unique index payout_reference_once on wallet.gateway_payout (gateway, reference) where reversed_at is null;

-- Which transfers book a payout, and which its reversal.
create table wallet.gateway_payout_transfer (
  transfer_id uuid primary key,
  payout_id uuid not null references wallet.gateway_payout
);
create index transfer_of_payout on wallet.gateway_payout_transfer (payout_id);

-- What an administrator's Idempotency-Key has made, or was refused, for ever.
create table wallet.gateway_payout_key (
  made_by uuid not null,
  key text not null,
  fingerprint bytea not null,
  payout_id uuid references wallet.gateway_payout,
  refusal jsonb,
  constraint payout_key_once primary key (made_by, key),
  constraint payout_key_has_one_answer check ((payout_id is null) <> (refusal is null))
);
