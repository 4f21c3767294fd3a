-- The clock of every deadline. A function, so that tests can move time for all connections at once.
-- statement_timestamp() is stable: it can be used in index conditions, and after a lock was taken by an earlier
-- statement it lies after that lock.
create function platform.now() returns timestamptz language sql stable parallel safe
  return statement_timestamp();

-- Messages written in the transaction of the facts they tell of. Commands are consumed from here; events are
-- moved into event_log by the one relay of their partition.
create table platform.outbox (
  id bigint generated always as identity primary key,
  message_id uuid not null,
  kind text not null constraint outbox_kind check (kind in ('command', 'event')),
  channel text not null,
  partition smallint not null,
  type text not null,
  version smallint not null,
  key text not null,
  payload jsonb not null,
  request_id text,
  occurred_at timestamptz not null default platform.now()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_analyze_threshold = 100000);
create index outbox_waiting on platform.outbox (kind, channel, partition, id);

create table platform.event_log (
  channel text not null,
  partition smallint not null,
  position bigint not null,
  message_id uuid not null,
  type text not null,
  version smallint not null,
  key text not null,
  payload jsonb not null,
  request_id text,
  occurred_at timestamptz not null,
  logged_at timestamptz not null default statement_timestamp(),
  primary key (channel, partition, position)
) with (autovacuum_vacuum_insert_scale_factor = 0.2);

-- The last position that was given out; its row lock is the fence of the relay.
create table platform.event_partition (
  channel text not null,
  partition smallint not null,
  position bigint not null,
  primary key (channel, partition)
);

create table platform.consumer_offset (
  consumer text not null,
  channel text not null,
  partition smallint not null,
  position bigint not null,
  primary key (consumer, channel, partition)
) with (fillfactor = 50);

-- What a consumer has taken effect of; written in the effect's transaction.
create table platform.inbox (
  consumer text not null,
  message_id uuid not null,
  received_at timestamptz not null default statement_timestamp(),
  primary key (consumer, message_id)
);

create table platform.dead_letter (
  id bigint generated always as identity primary key,
  consumer text not null,
  message_id uuid not null,
  type text not null,
  version smallint not null,
  key text not null,
  payload jsonb not null,
  request_id text,
  occurred_at timestamptz not null,
  failed_at timestamptz not null default statement_timestamp(),
  error text not null
);

-- Who drives what that only one process may drive. Leases are about processes, not the business: real time.
create table platform.lease (
  name text primary key,
  holder uuid not null,
  epoch bigint not null,
  expires_at timestamptz not null
) with (fillfactor = 50);

create table platform.process (
  id uuid primary key,
  service text not null,
  groups text[] not null,
  seen_at timestamptz not null
);
