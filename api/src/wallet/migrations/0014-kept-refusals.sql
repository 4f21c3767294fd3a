-- A refusal that was decided about something that is there is kept under its key like a payment, and told again.
alter table wallet.idempotency_key
  alter column payment_id drop not null,
  add column refusal jsonb,
  add constraint key_has_one_answer check ((payment_id is null) <> (refusal is null));
