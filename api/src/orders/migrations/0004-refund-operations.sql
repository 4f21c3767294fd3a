-- Everybody's money back when a show is cancelled: one operation per event, which goes through its orders by their ids.
create table orders.refund_operation (
  event_id uuid primary key,
  state text not null constraint refund_operation_state check (state in ('running', 'finished')),
  -- Of all confirmed orders up to this one, what was left has been asked for.
  asked_up_to uuid,
  started_at timestamptz not null default platform.now(),
  finished_at timestamptz,
  constraint finished_operation_says_when check ((state = 'finished') = (finished_at is not null))
) with (fillfactor = 50);
create index refund_operation_running on orders.refund_operation (started_at) where state = 'running';

alter table orders.refund add column operation_id uuid references orders.refund_operation;
create index refund_of_operation on orders.refund (operation_id, state) where operation_id is not null;
