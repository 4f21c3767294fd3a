-- Captured money that the payer's bank wants back: held back from whoever was paid while it is open, gone when it is lost.
alter table wallet.transfer drop constraint transfer_code;
alter table wallet.transfer add constraint transfer_code check (code in ('capture', 'payment', 'top_up', 'refund', 'chargeback', 'conflict', 'fee', 'fee_refund', 'settlement'));
alter table wallet.payment add column disputed_cents bigint not null default 0 constraint disputed_not_negative check (disputed_cents >= 0);

create table wallet.dispute (
  id uuid primary key,
  payment_id uuid not null references wallet.payment,
  amount_cents bigint not null constraint dispute_amount_positive check (amount_cents > 0),
  state text not null constraint dispute_state check (state in ('opened', 'won', 'lost')),
  opened_at timestamptz not null default platform.now()
);
create index dispute_of_payment on wallet.dispute (payment_id);
