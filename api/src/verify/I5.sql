-- database: wallet
-- Every transfer in the ledger balances; no buyer's available balance is negative; frozen <= balance.
with trial as (
  select account.id, account.currency,
    coalesce(sum(entry.amount_cents) filter (where flag in ('posted', 'post_pending')), 0) as balance_cents,
    coalesce(sum(-amount_cents) filter (where amount_cents < 0 and flag in ('posted', 'post_pending')), 0) as debits_posted,
    coalesce(sum(amount_cents) filter (where amount_cents > 0 and flag in ('posted', 'post_pending')), 0) as credits_posted,
    coalesce(sum(case when flag = 'pending' then -amount_cents else amount_cents end)
      filter (where amount_cents < 0 and flag <> 'posted'), 0) as debits_pending,
    coalesce(sum(case when flag = 'pending' then amount_cents else -amount_cents end)
      filter (where amount_cents > 0 and flag <> 'posted'), 0) as credits_pending
  from wallet.account left join wallet.entry on entry.account_id = account.id
  group by account.id
)
select 'the sum of all accounts is zero' as rule, currency as subject from trial group by currency having sum(balance_cents) <> 0
union all
select 'a buyer''s counters equal the sums of the entries', account.id::text
from wallet.account join trial using (id)
where kind = 'buyer'
  and (account.debits_posted, account.credits_posted, account.debits_pending, account.credits_pending)
    <> (trial.debits_posted, trial.credits_posted, trial.debits_pending, trial.credits_pending)
union all
select 'available is never negative, frozen never above the balance', account.id::text
from wallet.account join trial using (id)
where kind = 'buyer' and trial.balance_cents - trial.debits_pending < 0
union all
select 'a transfer is between two accounts of one currency', transfer.id::text
from wallet.transfer
left join wallet.account debit on debit.id = transfer.debit_account_id
left join wallet.account credit on credit.id = transfer.credit_account_id
where debit.currency is distinct from credit.currency or debit.id is null or debit.id = credit.id
union all
select 'play money and real money never meet', transfer.id::text
from wallet.transfer
join wallet.account debit on debit.id = transfer.debit_account_id
join wallet.account credit on credit.id = transfer.credit_account_id
join wallet.payment on payment.id = transfer.payment_id
where (starts_with(debit.owner, 'sandbox:'), starts_with(credit.owner, 'sandbox:')) <> (payment.sandbox, payment.sandbox)
union all
select 'a resolution repeats its pending transfer', resolution.id::text
from wallet.transfer resolution left join wallet.transfer pending on pending.id = resolution.pending_id
where resolution.pending_id is not null
  and (pending.flag is distinct from 'pending'
    or (pending.debit_account_id, pending.credit_account_id, pending.amount_cents, pending.payment_id)
      <> (resolution.debit_account_id, resolution.credit_account_id, resolution.amount_cents, resolution.payment_id))
union all
select 'a pending transfer is resolved at most once', pending_id::text
from wallet.transfer where pending_id is not null group by pending_id having count(*) > 1;
