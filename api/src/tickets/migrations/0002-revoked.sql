-- A ticket whose money was taken back by a bank opens no door.
alter table tickets.ticket drop constraint ticket_state_known;
alter table tickets.ticket add constraint ticket_state_known check (state in ('valid', 'refunded', 'revoked'));
