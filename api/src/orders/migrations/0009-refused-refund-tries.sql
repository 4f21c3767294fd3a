-- A try that was refused is told again under its key, though the refund may have stopped meanwhile.
alter table orders.refund_try_key add column refusal jsonb;
