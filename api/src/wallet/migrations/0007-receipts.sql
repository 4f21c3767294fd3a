-- What stands on a payment's receipt beside its money, and its number: one series a payee and year, without gaps.
alter table wallet.payment
  add column parties jsonb not null default '{}',
  add column completed_at timestamptz,
  add column receipt_year int,
  add column receipt_number int,
  add constraint receipt_has_year_and_number check ((receipt_year is null) = (receipt_number is null)),
  add constraint receipt_of_completed_payment check (receipt_number is null or completed_at is not null);
create unique index receipt_number_once on wallet.payment (payee_id, receipt_year, receipt_number) nulls not distinct where receipt_number is not null;
-- Small at all times: a payment leaves it within seconds of its completion.
create index payment_without_receipt on wallet.payment (completed_at, id)
  where completed_at is not null and receipt_number is null and amount_cents > 0 and not sandbox;

-- The last number of each payee's year; of top-ups, which pay nobody, under no payee.
create table wallet.receipt_series (
  payee_id uuid,
  year int not null,
  last_number int not null,
  constraint one_series_per_payee_and_year unique nulls not distinct (payee_id, year)
);
