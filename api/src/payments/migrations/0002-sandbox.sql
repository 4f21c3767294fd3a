-- Asked for by a rehearsal: whatever follows it is tried at sandbox gateways only.
alter table payments.attempt add column sandbox boolean not null default false;
