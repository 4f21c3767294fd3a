create schema audit;

-- Everything that an entry says stands in `content`, one canonical JSON text, because that is what its hash covers. The columns
-- that are searched by are generated from it, so they cannot say anything else.
create table audit.entry (
  sequence bigint primary key,
  message_id uuid not null constraint one_entry_per_message unique,
  occurred_at timestamptz not null,
  content text not null,
  previous_hash bytea not null,
  hash bytea not null,
  actor text not null generated always as (content::jsonb ->> 'actor') stored,
  action text not null generated always as (content::jsonb ->> 'action') stored,
  target text not null generated always as (content::jsonb ->> 'target') stored,
  constraint hashes_are_sha256 check (octet_length(previous_hash) = 32 and octet_length(hash) = 32)
);
create index entry_by_actor on audit.entry (actor, sequence);
create index entry_by_action on audit.entry (action, sequence);
create index entry_by_target on audit.entry (target, sequence);
create index entry_by_time on audit.entry (occurred_at);

-- Addresses, names, e-mails: outside the chain, which holds a digest salted with 16 random bytes. When the row is deleted, the chain
-- stays whole and the digest tells nothing any more.
create table audit.personal (
  sequence bigint primary key references audit.entry,
  salt bytea not null,
  content text not null
);

-- The end of the chain. Its row lock is the fence: there is one appender at a time, in whatever process, and it sees the last one's end.
create table audit.head (
  single boolean primary key default true constraint one_head check (single),
  sequence bigint not null,
  hash bytea not null
);
insert into audit.head (sequence, hash) values (0, decode(repeat('00', 32), 'hex'));

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% is append-only: % refused', tg_table_schema, tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;
create trigger entry_is_append_only before update or delete or truncate on audit.entry for each statement execute function audit.refuse_change();
create trigger personal_is_never_changed before update on audit.personal for each statement execute function audit.refuse_change();
create trigger head_is_never_removed before delete or truncate on audit.head for each statement execute function audit.refuse_change();
