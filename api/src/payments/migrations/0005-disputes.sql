-- Captured money that the payer's bank wants back: a chargeback, or a Pix returned for fraud. The attempt stays what it was.
create table payments.dispute (
  id uuid primary key,
  gateway text not null,
  gateway_dispute_id text not null,
  attempt_id uuid not null references payments.attempt,
  amount_cents bigint not null constraint dispute_amount_positive check (amount_cents > 0),
  state text not null constraint dispute_state check (state in ('opened', 'won', 'lost')),
  -- What the wallet was told of it; nothing before the attempt is known to be captured.
  told text,
  opened_at timestamptz not null default platform.now(),
  settled_at timestamptz,
  constraint one_dispute_per_name unique (gateway, gateway_dispute_id)
);
create index dispute_of_attempt on payments.dispute (attempt_id);
create index dispute_untold on payments.dispute (opened_at) where told is distinct from state;
