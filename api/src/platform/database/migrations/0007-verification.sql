-- When `npm run verify` looked at this database last, and when all rules held last. One row.
create table platform.verification (
  only_one boolean primary key default true constraint one_verification check (only_one),
  checked_at timestamptz not null,
  held_at timestamptz,
  broken_rules int not null constraint broken_rules_not_negative check (broken_rules >= 0)
);
