-- The books are closed as they would be by now.
select from wallet.closing for update;
delete from wallet.checkpoint;
delete from wallet.event_total;
update wallet.closing set closed_until = date_bin(interval '15 minutes', platform.now(), timestamptz '2000-01-01 00:00Z');
with moved as (
  select account_id, date_bin(interval '15 minutes', created_at, timestamptz '2000-01-01 00:00Z') + interval '15 minutes' as at,
    sum(-amount_cents) filter (where amount_cents < 0 and flag in ('posted', 'post_pending')) as debits_posted,
    sum(amount_cents) filter (where amount_cents > 0 and flag in ('posted', 'post_pending')) as credits_posted,
    sum(case when flag = 'pending' then -amount_cents else amount_cents end) filter (where amount_cents < 0 and flag <> 'posted') as debits_pending,
    sum(case when flag = 'pending' then amount_cents else -amount_cents end) filter (where amount_cents > 0 and flag <> 'posted') as credits_pending
  from wallet.entry where created_at < (select closed_until from wallet.closing) group by 1, 2
)
insert into wallet.checkpoint (account_id, at, debits_posted, credits_posted, debits_pending, credits_pending)
select account_id, at, coalesce(sum(debits_posted) over ordered, 0), coalesce(sum(credits_posted) over ordered, 0), coalesce(sum(debits_pending) over ordered, 0), coalesce(sum(credits_pending) over ordered, 0)
from moved window ordered as (partition by account_id order by at);
insert into wallet.event_total (account_id, event_id, captured_cents, refunded_cents, fee_cents, other_cents)
select account_id, event_id, coalesce(sum(amount_cents) filter (where kind = 'captured'), 0), coalesce(sum(amount_cents) filter (where kind = 'refunded'), 0),
  coalesce(sum(amount_cents) filter (where kind = 'fee'), 0), coalesce(sum(amount_cents) filter (where kind = 'other'), 0)
from wallet.event_entry, wallet.closing where created_at < closed_until group by account_id, event_id;
