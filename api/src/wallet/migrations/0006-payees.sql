-- Payees are maintained over HTTP: a change based on an older version is refused.
alter table wallet.payee add column version int not null default 1;
