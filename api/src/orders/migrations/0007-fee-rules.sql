-- What the platform keeps of an organiser's orders; the row without an organiser is for all who have none of their own.
create table orders.fee_rule (
  organiser_id uuid,
  basis_points int not null,
  cents_per_ticket bigint not null,
  min_cents bigint not null,
  max_cents bigint,
  changed_at timestamptz not null default platform.now(),
  constraint one_fee_rule_per_organiser unique nulls not distinct (organiser_id),
  constraint fee_rule_within_bounds check (
    basis_points between 0 and 10000 and cents_per_ticket >= 0 and min_cents >= 0 and (max_cents is null or max_cents >= min_cents))
);
