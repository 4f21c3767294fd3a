-- Who pays, for the gateways that ask; kept, as the token, only while it may have to be sent again.
alter table payments.attempt add column payer_email text;
