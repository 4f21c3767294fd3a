create schema identity;

-- Personal data stands here (email, name), in session (address, user_agent) and in external_identity (subject); nowhere else.
create table identity.user (
  id uuid primary key,
  email text not null constraint one_account_per_email unique,
  name text not null,
  role text not null default 'fan' constraint role_is_known check (role in ('fan', 'door', 'organiser', 'administrator')),
  language text not null constraint language_is_known check (language in ('pt-BR', 'es', 'en')),
  verified_at timestamptz,
  suspended_at timestamptz,
  created_at timestamptz not null default platform.now(),
  changed_at timestamptz not null default platform.now(),
  constraint email_is_normalised check (email = lower(email) and email like '%_@_%' and octet_length(email) <= 254),
  constraint name_is_bounded check (char_length(name) between 1 and 100)
);
-- Administrators search by the beginning of an address or a name.
create index user_email_prefix on identity.user (email text_pattern_ops);
create index user_name_prefix on identity.user (lower(name) text_pattern_ops);
create index user_by_role on identity.user (role, id) where role <> 'fan';

-- Apart from the account, so that nothing that lists accounts can ever list hashes. Who signs in by a third party has none.
create table identity.credential (
  user_id uuid primary key references identity.user on delete cascade,
  password_hash text not null constraint password_is_hashed check (password_hash like '$argon2id$%'),
  changed_at timestamptz not null default platform.now()
);

create table identity.session (
  id uuid primary key,
  token_hash bytea not null constraint one_session_per_token unique,
  user_id uuid not null references identity.user on delete cascade,
  device_id uuid not null,
  created_at timestamptz not null default platform.now(),
  expires_at timestamptz not null,
  address inet,
  user_agent text constraint user_agent_is_bounded check (char_length(user_agent) <= 256),
  ended_at timestamptz,
  ended_because text constraint end_is_known check (
    ended_because in ('signed_out', 'signed_in_elsewhere', 'device_taken_over', 'suspended', 'password_changed')),
  constraint end_has_a_reason check ((ended_at is null) = (ended_because is null))
);
-- S1.17: one session at a time, per user and per device.
create unique index one_live_session_per_user on identity.session (user_id) where ended_at is null;
create unique index one_live_session_per_device on identity.session (device_id) where ended_at is null;
-- Which devices a person is known on; and what is old enough to be forgotten.
create index session_of_user_and_device on identity.session (user_id, device_id);
create index session_ended on identity.session (ended_at) where ended_at is not null;

-- The account that somebody is who signs in by a third party (OpenID Connect: issuer and subject, never the e-mail).
create table identity.external_identity (
  issuer text not null,
  subject text not null,
  user_id uuid not null references identity.user on delete cascade,
  linked_at timestamptz not null default platform.now(),
  constraint one_account_per_external_identity primary key (issuer, subject)
);
create index external_identity_of_user on identity.external_identity (user_id);

-- A request to prove an e-mail address; the token is only in the mail.
create table identity.verification (
  id uuid primary key,
  user_id uuid not null references identity.user on delete cascade,
  token_hash bytea not null constraint one_verification_per_token unique,
  created_at timestamptz not null default platform.now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index verification_of_user on identity.verification (user_id, created_at);
create index verification_expired on identity.verification (expires_at);

-- Failed and running attempts to sign in, by digests of address, account and device: no personal data. Unlogged: after a crash
-- everybody has their budget again, which harms nobody and saves every attempt a synchronous write.
create unlogged table identity.attempt (
  key bytea primary key,
  count integer not null constraint attempts_are_counted check (count >= 0),
  window_ends_at timestamptz not null
) with (fillfactor = 50);
create index attempt_over on identity.attempt (window_ends_at);
