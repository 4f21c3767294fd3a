create schema catalog;

create table catalog.organiser (
  id uuid primary key,
  name text not null constraint organiser_has_a_name check (char_length(name) between 1 and 200),
  version integer not null default 1,
  created_at timestamptz not null default platform.now(),
  retired_at timestamptz
);

-- Users who maintain what an organiser owns; user ids are identity's.
create table catalog.organiser_member (
  organiser_id uuid not null references catalog.organiser,
  user_id uuid not null,
  added_at timestamptz not null default platform.now(),
  primary key (organiser_id, user_id)
);
create index organiser_member_by_user on catalog.organiser_member (user_id);

create table catalog.venue (
  id uuid primary key,
  organiser_id uuid not null references catalog.organiser,
  name text not null constraint venue_has_a_name check (char_length(name) between 1 and 200),
  city text not null constraint venue_has_a_city check (char_length(city) between 1 and 200),
  address text not null default '',
  timezone text not null,
  version integer not null default 1,
  created_at timestamptz not null default platform.now(),
  retired_at timestamptz
);
create index venue_by_organiser on catalog.venue (organiser_id);

-- Never changed after its upload: an event is sold from the map it was published with. A corrected plan is a new map.
create table catalog.seat_map (
  id uuid primary key,
  venue_id uuid not null references catalog.venue,
  name text not null,
  plan jsonb not null,
  accessibility jsonb not null,
  seat_count integer not null constraint seat_map_has_seats check (seat_count > 0),
  created_at timestamptz not null default platform.now(),
  retired_at timestamptz
);
create index seat_map_by_venue on catalog.seat_map (venue_id);

create table catalog.event (
  id uuid primary key,
  organiser_id uuid not null references catalog.organiser,
  venue_id uuid not null references catalog.venue,
  seat_map_id uuid references catalog.seat_map,
  state text not null default 'draft'
    constraint event_state_known check (state in ('draft', 'published', 'postponed', 'cancelled', 'closed')),
  title text not null constraint event_has_a_title check (char_length(title) between 1 and 200),
  artists text[] not null default '{}',
  kind text not null,
  description text not null default '',
  pictures jsonb not null default '[]',
  standing jsonb not null default '[]',
  starts_at timestamptz,
  doors_at timestamptz,
  sale_starts_at timestamptz,
  sale_ends_at timestamptz,
  line_required boolean not null,
  draw_at_opening boolean not null constraint draw_needs_a_line check (line_required or not draw_at_opening),
  public_draw_value_name text constraint public_value_needs_a_draw check (draw_at_opening or public_draw_value_name is null),
  verified_account_required boolean not null,
  challenge_required boolean not null,
  session_ticket_limit integer not null constraint session_ticket_limit_in_range check (session_ticket_limit between 1 and 100),
  buyer_ticket_limit integer not null constraint buyer_ticket_limit_in_range check (buyer_ticket_limit between session_ticket_limit and 1000),
  claim_seconds integer not null constraint claim_seconds_in_range check (claim_seconds between 5 and 86400),
  admission_seconds integer not null constraint admission_seconds_in_range check (admission_seconds between 5 and 86400),
  hold_seconds integer not null constraint hold_seconds_in_range check (hold_seconds between 5 and 86400),
  payment_window_seconds integer not null constraint payment_window_seconds_in_range check (payment_window_seconds between 5 and 86400),
  grace_seconds integer not null constraint grace_seconds_in_range check (grace_seconds between 0 and 3600),
  -- Counted from the seating when it is published; places never appear or vanish afterwards.
  capacity integer not null default 0 constraint event_capacity_counted check (capacity > 0 or state in ('draft', 'cancelled')),
  version integer not null default 1,
  created_at timestamptz not null default platform.now(),
  published_at timestamptz,
  retired_at timestamptz,
  -- Lower case and without accents, so that "sao paulo" finds São Paulo.
  search_text text not null,
  search tsvector not null generated always as (to_tsvector('simple', search_text)) stored,
  constraint published_event_is_complete
    check (state in ('draft', 'cancelled') or (starts_at is not null and sale_starts_at is not null and published_at is not null)),
  constraint sale_ends_after_it_starts check (sale_ends_at > sale_starts_at)
);
create index event_by_date on catalog.event (starts_at, id) where state <> 'draft' and retired_at is null;
create index event_by_organiser on catalog.event (organiser_id, id);
create index event_search on catalog.event using gin (search);

create table catalog.ticket_type (
  id uuid primary key,
  event_id uuid not null references catalog.event,
  name text not null constraint ticket_type_has_a_name check (char_length(name) between 1 and 200),
  category text not null,
  kind text not null constraint ticket_type_kind_known check (kind in ('seated', 'standing')),
  price_cents integer not null constraint ticket_type_has_a_price check (price_cents between 1 and 100000000),
  half_price boolean not null,
  proof_required boolean not null,
  holder_required boolean not null,
  version integer not null default 1,
  created_at timestamptz not null default platform.now(),
  retired_at timestamptz
);
create index ticket_type_by_event on catalog.ticket_type (event_id);

create table catalog.product (
  id uuid primary key,
  event_id uuid not null references catalog.event,
  name text not null constraint product_has_a_name check (char_length(name) between 1 and 200),
  description text not null default '',
  price_cents integer not null constraint product_has_a_price check (price_cents between 1 and 100000000),
  max_per_order integer constraint product_max_per_order_in_range check (max_per_order between 1 and 1000),
  -- Null: no limit.
  stock integer constraint product_stock_in_range check (stock between 0 and 10000000),
  taken integer not null default 0 constraint product_taken_counted check (taken >= 0),
  version integer not null default 1,
  created_at timestamptz not null default platform.now(),
  retired_at timestamptz,
  constraint product_never_oversold check (stock is null or taken <= stock)
);
create index product_by_event on catalog.product (event_id);

create table catalog.pinned_suggestion (
  event_id uuid not null references catalog.event,
  position integer not null,
  product_id uuid not null references catalog.product,
  primary key (event_id, position),
  constraint product_pinned_once unique (event_id, product_id)
);

-- How many confirmed orders of an event held both products; on the diagonal, how many held the product at all.
create table catalog.bought_together (
  event_id uuid not null,
  product_id uuid not null,
  beside_id uuid not null,
  orders bigint not null constraint bought_together_counted check (orders > 0),
  primary key (event_id, product_id, beside_id)
);
