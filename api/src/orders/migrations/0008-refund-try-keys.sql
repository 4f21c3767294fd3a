-- The same key and body are the same try at a refund that had stopped: for people whose answer got lost on its way.
create table orders.refund_try_key (
  asked_by uuid not null,
  key text not null,
  body_hash bytea not null,
  created_at timestamptz not null default platform.now(),
  constraint refund_try_key_once primary key (asked_by, key)
);
create index refund_try_key_age on orders.refund_try_key (created_at);
