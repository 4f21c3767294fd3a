-- Until when a buyer may withdraw (Brazil, Código de Defesa do Consumidor, art. 49: seven days after a purchase at a distance; the 48 hours before
-- the show are what the trade and the courts hold to). No days: no such right, for shows abroad.
alter table catalog.event
  add column withdrawal_days integer not null default 7 constraint withdrawal_days_in_range check (withdrawal_days between 0 and 365),
  add column withdrawal_hours_before integer not null default 48 constraint withdrawal_hours_before_in_range check (withdrawal_hours_before between 0 and 8760);
