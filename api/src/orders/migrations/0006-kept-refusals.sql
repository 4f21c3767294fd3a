-- A refusal that was decided after the work began is kept under its key like an order, and told again.
alter table orders.idempotency_key
  alter column order_id drop not null,
  add column refusal jsonb,
  add constraint key_has_one_answer check ((order_id is null) <> (refusal is null));
