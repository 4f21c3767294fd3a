create schema notifications;

-- What is to be sent and what was (S0.7): one mail for one subject, whatever number of times its message is delivered (I9).
create table notifications.mail (
  kind text not null constraint mail_kind_known check (kind in ('order_confirmed', 'order_refunded', 'verification')),
  -- The order, the refund's message, the verification.
  subject_id uuid not null,
  address text not null,
  payload jsonb not null,
  request_id text,
  state text not null default 'waiting' constraint mail_state_known check (state in ('waiting', 'sent', 'dead')),
  tries integer not null default 0,
  -- When it is sent or tried again; while it is being sent, when it is given up for lost.
  due_at timestamptz not null default platform.now(),
  created_at timestamptz not null default platform.now(),
  sent_at timestamptz,
  message_id text,
  error text,
  constraint one_mail_for_one_subject primary key (kind, subject_id),
  constraint sent_mail_says_when check ((state = 'sent') = (sent_at is not null))
);
create index mail_due on notifications.mail (due_at) where state = 'waiting';
create index mail_dead on notifications.mail (created_at) where state = 'dead';

-- The local mailbox of demo mode; attachments lie in the bucket.
create table notifications.mailbox (
  id uuid primary key,
  message_id text not null,
  to_name text not null,
  to_address text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  attachments jsonb not null,
  received_at timestamptz not null default platform.now()
);
create index mailbox_by_address on notifications.mailbox (lower(to_address), id);
