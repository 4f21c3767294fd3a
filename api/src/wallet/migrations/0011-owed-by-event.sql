-- What payees have from each of their events in the closed books, so that what they are owed is read without their sales.
create table wallet.event_total (
  account_id uuid not null,
  event_id uuid,
  captured_cents bigint not null,
  refunded_cents bigint not null,
  fee_cents bigint not null,
  other_cents bigint not null,
  constraint one_total_per_event unique nulls not distinct (account_id, event_id)
);

-- What posted on a payee's account, by event and kind; settlements are no event's.
create view wallet.event_entry as
  select entry.account_id, payment.event_id, entry.created_at, entry.amount_cents,
    case when entry.code in ('capture', 'payment') then 'captured' when entry.code = 'refund' then 'refunded' when entry.code in ('fee', 'fee_refund') then 'fee' else 'other' end as kind
  from wallet.entry
  join wallet.account on account.id = entry.account_id and account.kind = 'payee'
  join wallet.payment on payment.id = entry.payment_id
  where entry.flag in ('posted', 'post_pending');

insert into wallet.event_total
  select account_id, event_id, coalesce(sum(amount_cents) filter (where kind = 'captured'), 0), coalesce(sum(amount_cents) filter (where kind = 'refunded'), 0),
    coalesce(sum(amount_cents) filter (where kind = 'fee'), 0), coalesce(sum(amount_cents) filter (where kind = 'other'), 0)
  from wallet.event_entry where created_at < (select closed_until from wallet.closing) group by 1, 2;
