-- A rehearsal of a sale: found by its id only, sold to its own accounts only, paid at sandbox gateways only. Fixed when the event is made.
alter table catalog.event add column rehearsal boolean not null default false;
