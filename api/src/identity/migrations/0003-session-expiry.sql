-- Sessions that expired without ending are forgotten by their expiry.
create index session_expired on identity.session (expires_at) where ended_at is null;
