-- When a gateway was last asked for its list of disputes.
alter table payments.reconciliation add column disputes_listed_at timestamptz;
