-- What every account had moved at the end of a quarter of an hour in which it moved: a balance at any time is the last of these
-- before it and the entries since, however many there were earlier. Quarters, because every time zone's midnight is the end of one.
create table wallet.checkpoint (
  account_id uuid not null,
  at timestamptz not null,
  debits_posted bigint not null,
  credits_posted bigint not null,
  debits_pending bigint not null,
  credits_pending bigint not null,
  primary key (account_id, at)
);

-- Until when the quarters are closed: nothing can be written before that any more.
create table wallet.closing (
  only_one boolean primary key default true constraint one_closing check (only_one),
  closed_until timestamptz not null
);
insert into wallet.closing (closed_until)
  select date_bin('15 minutes', coalesce(min(created_at), platform.now()), timestamptz '2000-01-01 00:00Z') from wallet.transfer;

-- Statements are read by account and time. A transfer's id does not follow time: a capture has its attempt's.
create index transfer_of_debit_account_by_time on wallet.transfer (debit_account_id, created_at, id);
create index transfer_of_credit_account_by_time on wallet.transfer (credit_account_id, created_at, id);
drop index wallet.transfer_of_debit_account;
drop index wallet.transfer_of_credit_account;
-- Rows lie in the order of their time, so the few pages of this one say where a quarter's are.
create index transfer_by_time on wallet.transfer using brin (created_at) with (pages_per_range = 16, autosummarize = on);
