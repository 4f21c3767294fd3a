-- Accounts that were deleted at their owners' wish. Nothing personal: of the person only an id is left, which others keep what they must under.
create table identity.deletion (
  user_id uuid primary key,
  deleted_at timestamptz not null default platform.now(),
  told smallint not null default 1 constraint deletion_is_told_three_times check (told between 1 and 3),
  -- When everybody is told once more; null when that was done.
  tell_at timestamptz
);
create index deletion_to_tell on identity.deletion (tell_at) where tell_at is not null;
