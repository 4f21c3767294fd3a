-- What an administrator's Idempotency-Key has made or decided, or was refused, and in which words that was told. For ever: they are few, and each moves others' money.
create table wallet.kept_request (
  asked_by uuid not null,
  key text not null,
  fingerprint bytea not null,
  -- As it was answered; `json`, which keeps the order of its words.
  answer json,
  refusal json,
  created_at timestamptz not null default platform.now(),
  constraint kept_request_once primary key (asked_by, key),
  -- Neither only within the transaction that is about to answer.
  constraint kept_request_has_one_answer check (answer is null or refusal is null)
);

-- Settlements are what they were when they were made, so their answers can be told from their rows.
insert into wallet.kept_request (asked_by, key, fingerprint, answer, created_at)
select made_by, idempotency_key, fingerprint, json_build_object(
  'id', id, 'organiserId', owner_id, 'number', number, 'amount', json_build_object('amountCents', amount_cents, 'currency', currency), 'reference', reference,
  'coveredUntil', to_char(covered_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'madeBy', made_by, 'createdAt', to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'lines', (
    select coalesce(json_agg(json_strip_nulls(json_build_object(
      'eventId', event_id, 'carried', json_build_object('amountCents', carried_cents, 'currency', currency), 'captured', json_build_object('amountCents', captured_cents, 'currency', currency),
      'refunded', json_build_object('amountCents', refunded_cents, 'currency', currency), 'fees', json_build_object('amountCents', fee_cents, 'currency', currency),
      'other', json_build_object('amountCents', other_cents, 'currency', currency),
      'outstanding', json_build_object('amountCents', carried_cents + captured_cents + refunded_cents + fee_cents + other_cents, 'currency', currency),
      'paid', json_build_object('amountCents', paid_cents, 'currency', currency))) order by event_id nulls last), '[]')
    from wallet.settlement_line where settlement_id = settlement.id)), created_at
from wallet.settlement;
-- What was granted of payouts and conflicts is asked for a second time in vain, key or no key: a payout by its reference, a conflict by its state.
insert into wallet.kept_request (asked_by, key, fingerprint, refusal)
select made_by, key, fingerprint, refusal from wallet.gateway_payout_key where refusal is not null
union all
select asked_by, key, fingerprint, refusal from wallet.conflict_key where refusal is not null
on conflict do nothing;

alter table wallet.settlement drop column idempotency_key, drop column fingerprint;
drop table wallet.gateway_payout_key, wallet.conflict_key;
