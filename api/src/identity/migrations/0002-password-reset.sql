-- What a mailed link is for: to prove the address, or to prove it and set a new password.
alter table identity.verification add column purpose text not null default 'email' constraint purpose_is_known check (purpose in ('email', 'password'));
alter table identity.verification alter column purpose drop default;
