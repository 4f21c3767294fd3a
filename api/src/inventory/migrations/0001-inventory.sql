create schema inventory;

-- One row per event: how many places there are and what has become of them. Only sums; which place is whose
-- stands in the other tables, and api/src/verify compares the two. Few columns and no index but the key, so that
-- the hottest row of the house is updated in place.
create table inventory.stock (
  event_id uuid primary key,
  capacity integer not null,
  sold integer not null default 0,
  held integer not null default 0,
  promised integer not null default 0,
  blocked integer not null default 0,
  -- A seat's id is this prefix and its index as eight hexadecimal digits.
  seat_id_prefix text not null,
  constraint never_oversold check (sold + held + promised + blocked <= capacity),
  constraint stock_not_negative check (sold >= 0 and held >= 0 and promised >= 0 and blocked >= 0)
) with (fillfactor = 10);

create table inventory.section (
  id uuid primary key,
  event_id uuid not null references inventory.stock,
  key text not null,
  name text not null,
  category text not null,
  kind text not null constraint section_kind check (kind in ('seated', 'standing')),
  -- 0 is nearest the stage.
  rank integer not null,
  capacity integer not null,
  sold integer not null default 0,
  held integer not null default 0,
  blocked integer not null default 0,
  constraint section_named_once unique (event_id, key),
  constraint section_never_oversold check (sold + held + blocked <= capacity),
  constraint section_not_negative check (sold >= 0 and held >= 0 and blocked >= 0)
) with (fillfactor = 50);

-- No foreign key to stock: its check would lock the hottest row of the house at the beginning of every hold.
create table inventory.hold (
  id uuid primary key,
  event_id uuid not null,
  user_id uuid not null,
  admission_id uuid,
  state text not null constraint hold_state check (state in ('held', 'confirmed', 'released', 'expired')),
  currency text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  kept_until timestamptz,
  from_promise integer not null,
  order_id uuid,
  constraint promise_not_negative check (from_promise >= 0),
  constraint order_pays_for_one_hold unique (order_id),
  constraint confirmed_by_an_order check ((state = 'confirmed') = (order_id is not null))
);
create index hold_deadline on inventory.hold (coalesce(kept_until, expires_at)) where state = 'held';

create table inventory.hold_item (
  hold_id uuid not null references inventory.hold,
  item_no smallint not null,
  section_id uuid not null references inventory.section,
  -- Null for a standing place.
  seat_id uuid,
  ticket_type_id uuid not null,
  label text not null,
  price_cents integer not null constraint price_not_negative check (price_cents >= 0),
  -- Whether its hold has the place: held or confirmed.
  live boolean not null default true,
  primary key (hold_id, item_no)
);
-- A seat is in at most one hold that lives: nobody can hold it twice, nobody can sell it twice.
create unique index seat_sold_once on inventory.hold_item (seat_id) where live;

-- No index on what changes, so that a seat's new state is written in place.
create table inventory.seat (
  id uuid primary key,
  event_id uuid not null,
  section_id uuid not null references inventory.section,
  index integer not null,
  -- The seat's name in the seating plan.
  guid text not null,
  row text not null,
  number text not null,
  label text not null,
  x integer not null,
  y integer not null,
  wheelchair boolean not null,
  -- The index of the wheelchair place that this seat is kept beside.
  companion_of integer,
  state text not null default 'free' constraint seat_state check (state in ('free', 'held', 'sold', 'blocked')),
  hold_id uuid,
  constraint seat_laid_out_once unique (event_id, guid),
  constraint taken_by_a_hold check ((state in ('held', 'sold')) = (hold_id is not null))
) with (fillfactor = 70);
create unique index seat_of_section on inventory.seat (section_id, index);

-- How many tickets of an event a buyer has, held and bought together.
create table inventory.buyer_tally (
  event_id uuid not null,
  user_id uuid not null,
  tickets integer not null,
  -- The event's limit when it was last raised.
  ticket_limit integer not null,
  primary key (event_id, user_id),
  constraint buyer_limit check (tickets <= ticket_limit),
  constraint tally_not_negative check (tickets >= 0)
) with (fillfactor = 70);
