-- What was asked for, and the payer's bank has taken instead: the amount is what is left to go back.
alter table orders.refund add column taken_back_cents bigint not null default 0 constraint refund_taken_back_not_negative check (taken_back_cents >= 0);
