-- A rehearsal of a sale and how many throw-away accounts were made for it. 200,000 is a stadium's crowd three times over, and a day's work for nobody's disk.
create table identity.rehearsal (
  event_id uuid primary key,
  fans integer not null constraint rehearsal_fans_in_range check (fans between 0 and 200000),
  -- From now on its accounts are nobody; their rows go in small bites.
  ended_at timestamptz
);
alter table identity.user add column rehearsal_event_id uuid references identity.rehearsal;
create index user_of_rehearsal on identity.user (rehearsal_event_id) where rehearsal_event_id is not null;
