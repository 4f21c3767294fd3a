-- Who bought what by card or Pix, of orders whose buyer's account is deleted: what answers a dispute, until no dispute can come any more.
create table orders.evidence (
  order_id uuid primary key references orders."order",
  content jsonb not null,
  until timestamptz not null,
  kept_since timestamptz not null default platform.now()
);
create index evidence_over on orders.evidence (until);
