-- The platform's part of a payment, and what it has of it: taken at the completion, returned in proportion to what is refunded.
alter table wallet.payment
  add column fee_cents bigint not null default 0,
  add column fee_taken_cents bigint not null default 0,
  add constraint fee_within_amount check (fee_cents between 0 and case when payee_id is null then 0 else amount_cents end),
  add constraint fee_taken_within_fee check (fee_taken_cents between 0 and fee_cents);
alter table wallet.transfer
  drop constraint transfer_code,
  add constraint transfer_code check (code in ('capture', 'payment', 'top_up', 'refund', 'conflict', 'fee', 'fee_refund'));
