create schema waiting_room;

-- One row per event with a line. Joins and the controller both lock it: joins for the next number, the controller for a tick.
create table waiting_room.line (
  event_id uuid primary key,
  -- The fence: a controller whose lease was taken over has a lower epoch and may not write.
  epoch bigint not null default 0,
  state text not null default 'scheduled'
    constraint line_state check (state in ('scheduled', 'lottery', 'open', 'paused', 'sold_out', 'closed')),
  -- Taken over from the catalog until the opening; afterwards only the end of the sale still follows it.
  opens_at timestamptz not null,
  closes_at timestamptz,
  enters_from timestamptz,
  draw_at_opening boolean not null,
  public_value_name text,
  over boolean not null default false,
  postponed boolean not null default false,
  -- The entries.
  next_entry bigint not null default 0,
  entries_hash bytea not null constraint entries_hash_is_sha256 check (length(entries_hash) = 32),
  -- The draw. draw_size is written once, at the opening: entries from there on are not drawn.
  draw_size bigint,
  secret bytea not null constraint secret_is_32_bytes check (length(secret) = 32),
  secret_hash bytea not null,
  public_value text,
  seed bytea,
  drawn_at timestamptz,
  -- The calls.
  serving bigint not null default 0,
  called_per_minute int not null default 0,
  remaining int not null default 0,
  calls_saved double precision not null default 0,
  calls_counted_at timestamptz not null default platform.now(),
  -- The organiser's word.
  paused boolean not null default false,
  rate_per_minute_max int constraint rate_not_negative check (rate_per_minute_max >= 0),
  admissions_max int constraint admissions_max_not_negative check (admissions_max >= 0),
  constraint serving_within_line check (serving between 0 and next_entry),
  constraint draw_within_line check (draw_size between 0 and next_entry),
  constraint drawn_when_closed check (seed is null or draw_size is not null)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create index line_driven on waiting_room.line (event_id) where state <> 'closed';

-- I7: what was called stays called, and what was drawn stays drawn, whoever writes.
create function waiting_room.keep_order() returns trigger language plpgsql as $$
begin
  if new.serving < old.serving or new.next_entry < old.next_entry or new.epoch < old.epoch then
    raise exception 'a line does not go back' using errcode = 'check_violation', constraint = 'serving_never_falls';
  end if;
  if (old.draw_size is not null and new.draw_size is distinct from old.draw_size) or (old.seed is not null and new.seed is distinct from old.seed) then
    raise exception 'a draw happens once' using errcode = 'check_violation', constraint = 'drawn_once';
  end if;
  return new;
end $$;
create trigger keep_order before update on waiting_room.line for each row execute function waiting_room.keep_order();

create table waiting_room.entry (
  event_id uuid not null,
  -- Consecutive from 0, without a gap.
  entry bigint not null,
  id uuid not null,
  device_id uuid not null,
  user_id uuid,
  address inet not null,
  -- The database's clock under the line's lock: it rises with the numbers.
  joined_at timestamptz not null,
  state text not null default 'waiting'
    constraint entry_state check (state in ('waiting', 'called', 'lapsed', 'admitted', 'missed', 'left', 'merged')),
  -- Written when the serving number passes it; before that it follows from the draw.
  position bigint,
  calls smallint not null default 0,
  first_called_at timestamptz,
  claim_deadline timestamptz,
  -- Tickets promised to a call that nobody has claimed yet.
  promised int not null default 0 constraint promise_not_negative check (promised >= 0),
  merged_into bigint,
  primary key (event_id, entry),
  -- left and merged: until the controller's next tick takes the promise back.
  constraint promise_needs_a_call check (promised = 0 or state in ('called', 'left', 'merged')),
  constraint called_twice_at_most check (calls between 0 and 2)
) with (fillfactor = 80);
-- A place is the user's once one is bound to it, else the device's.
create unique index one_live_place_per_device on waiting_room.entry (event_id, device_id, coalesce(user_id, '00000000-0000-0000-0000-000000000000'))
  where state in ('waiting', 'called', 'lapsed');
create unique index one_live_place_per_user on waiting_room.entry (event_id, user_id)
  where user_id is not null and state in ('waiting', 'called', 'lapsed');
create unique index called_in_one_position on waiting_room.entry (event_id, position) where position is not null;
create index entry_promised on waiting_room.entry (event_id, claim_deadline) where promised > 0;
create index entry_lapsed on waiting_room.entry (event_id, position) where state = 'lapsed';

create table waiting_room.admission (
  id uuid primary key,
  event_id uuid not null,
  entry bigint not null,
  device_id uuid not null,
  -- Bound when a signed-in user claims it, at the latest by the first hold.
  user_id uuid,
  ticket_limit int not null,
  promised_left int not null,
  state text not null default 'open' constraint admission_state check (state in ('open', 'finished', 'expired')),
  admitted_at timestamptz not null default platform.now(),
  expires_at timestamptz not null,
  constraint admitted_once unique (event_id, entry),
  constraint promise_within_limit check (promised_left between 0 and ticket_limit),
  constraint closed_promises_nothing check (state = 'open' or promised_left = 0)
) with (fillfactor = 70);
create unique index one_open_admission_per_user on waiting_room.admission (event_id, user_id) where state = 'open' and user_id is not null;
create index admission_on_device on waiting_room.admission (event_id, device_id) where state = 'open';
create index admission_due on waiting_room.admission (event_id, expires_at) where state = 'open';
