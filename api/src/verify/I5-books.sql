-- database: wallet
-- The closed books say what the entries say, and what an organiser is owed is what was not paid out yet.
with moved as (
  select account_id, date_bin('15 minutes', created_at, timestamptz '2000-01-01 00:00Z') + interval '15 minutes' as at,
    sum(-amount_cents) filter (where amount_cents < 0 and flag in ('posted', 'post_pending')) as debits_posted,
    sum(amount_cents) filter (where amount_cents > 0 and flag in ('posted', 'post_pending')) as credits_posted,
    sum(case when flag = 'pending' then -amount_cents else amount_cents end) filter (where amount_cents < 0 and flag <> 'posted') as debits_pending,
    sum(case when flag = 'pending' then amount_cents else -amount_cents end) filter (where amount_cents > 0 and flag <> 'posted') as credits_pending
  from wallet.entry where created_at < (select closed_until from wallet.closing) group by 1, 2
), trial as (
  select account_id, at, coalesce(sum(debits_posted) over ordered, 0) as debits_posted, coalesce(sum(credits_posted) over ordered, 0) as credits_posted,
    coalesce(sum(debits_pending) over ordered, 0) as debits_pending, coalesce(sum(credits_pending) over ordered, 0) as credits_pending
  from moved window ordered as (partition by account_id order by at)
)
select 'a checkpoint is the sum of the entries before it' as rule, coalesce(trial.account_id, checkpoint.account_id) || ' ' || coalesce(trial.at, checkpoint.at) as subject
from trial full join wallet.checkpoint using (account_id, at)
where (trial.debits_posted, trial.credits_posted, trial.debits_pending, trial.credits_pending)
  is distinct from (checkpoint.debits_posted::numeric, checkpoint.credits_posted::numeric, checkpoint.debits_pending::numeric, checkpoint.credits_pending::numeric)
union all
-- What the last settlement left and what moved since is the balance.
select 'an organiser is owed what was not paid out', account.owner
from wallet.account
join lateral (
  select id, covered_until from wallet.settlement where owner_id::text = account.owner and settlement.currency = account.currency order by number desc limit 1
) last on true
where kind = 'payee'
  and (select sum(carried_cents + captured_cents + refunded_cents + fee_cents + other_cents - paid_cents) from wallet.settlement_line where settlement_id = last.id)
    + coalesce((select sum(amount_cents) from wallet.entry
      where account_id = account.id and flag in ('posted', 'post_pending') and code <> 'settlement' and created_at >= last.covered_until), 0)
  <> (select sum(amount_cents) from wallet.entry where account_id = account.id and flag in ('posted', 'post_pending'))
union all
select 'a settlement pays what its lines say and is in the ledger once', settlement.id::text
from wallet.settlement
where amount_cents is distinct from (select sum(paid_cents) from wallet.settlement_line where settlement_id = settlement.id)
  or amount_cents is distinct from (select amount_cents from wallet.transfer where transfer.id = settlement.id and code = 'settlement' and flag = 'posted')
union all
select 'what a payee has of an event is the sum of its entries in the closed books', account_id || ' ' || coalesce(event_id::text, '')
from (
  select account_id, event_id, sum(amount_cents) as cents from wallet.event_entry where created_at < (select closed_until from wallet.closing) group by 1, 2
  union all
  select account_id, event_id, -captured_cents - refunded_cents - fee_cents - other_cents from wallet.event_total
) both_sides
group by account_id, event_id having sum(cents) <> 0;
