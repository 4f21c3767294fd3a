-- Events that will not happen, as the catalog said: what is still captured for them goes back to buyers.
create table wallet.cancelled_event (
  event_id uuid primary key,
  heard_at timestamptz not null default platform.now()
);

-- What is on its way back or disputed is found without what went back in all.
drop index wallet.refund_underway;
create index refund_underway on wallet.refund (payment_id) where state = 'requested';
create index dispute_open on wallet.dispute (payment_id) where state = 'opened';
