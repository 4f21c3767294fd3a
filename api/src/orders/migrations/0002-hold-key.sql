-- The same key with the same body is the same hold: for buyers whose answer got lost on its way. Kept for longer than any hold can live.
create table orders.hold_key (
  user_id uuid not null,
  key text not null,
  body_hash bytea not null,
  hold_id uuid not null,
  created_at timestamptz not null default platform.now(),
  constraint hold_key_once primary key (user_id, key)
);
create index hold_key_age on orders.hold_key (created_at);
