-- Hold + payment window + grace: fixed when the hold is made, so that no payment, however often it is tried again,
-- can keep its places longer.
alter table inventory.hold add column ends_by timestamptz;
update inventory.hold set ends_by = coalesce(kept_until, expires_at);
alter table inventory.hold alter column ends_by set not null,
  add constraint no_hold_for_ever check (kept_until <= ends_by and expires_at <= ends_by);
