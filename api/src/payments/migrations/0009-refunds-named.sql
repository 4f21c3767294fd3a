-- A gateway's own name for a refund, where ours is not kept there for good: what is known to be one refund of ours is never counted as another.
alter table payments.refund add column gateway_refund_id text;
create unique index refund_counted_once on payments.refund (attempt_id, gateway_refund_id);
