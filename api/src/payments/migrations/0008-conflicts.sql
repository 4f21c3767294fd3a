-- What a gateway took where it is not what it was asked for. Null for what was taken so before anybody wrote it down; only the wallet has that.
alter table payments.attempt
  add column taken_cents bigint,
  add column taken_currency text,
  -- A person saw to it at the gateway.
  add column seen_to_at timestamptz;
