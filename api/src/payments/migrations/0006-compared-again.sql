-- When the last days of a gateway's lists were last compared once more.
alter table payments.reconciliation add column compared_again_at timestamptz;
