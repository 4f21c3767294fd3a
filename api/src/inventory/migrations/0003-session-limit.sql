-- How many tickets of an event a session has, held and bought together. Only where no line admits: there the admission is the session.
create table inventory.session_tally (
  event_id uuid not null,
  session_id uuid not null,
  tickets integer not null,
  -- The event's limit when it was last raised.
  ticket_limit integer not null,
  primary key (event_id, session_id),
  constraint session_limit check (tickets <= ticket_limit),
  constraint session_tally_not_negative check (tickets >= 0)
) with (fillfactor = 70);
-- Null where an admission limits the session, and for what was held before sessions were counted.
alter table inventory.hold add column session_id uuid;
