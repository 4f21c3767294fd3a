-- database: wallet
-- What gateways paid out is booked as it was written down, and booked back where it was reversed.
with moved as (
  -- What the platform's account got of the gateway; below zero where it gave.
  select link.payout_id, code, case when debit.kind = 'platform' then debit.owner else credit.owner end as at, case when debit.kind = 'platform' then amount_cents else -amount_cents end as cents
  from wallet.gateway_payout_transfer link
  join wallet.gateway_payout payout on payout.id = link.payout_id
  join wallet.transfer on transfer.id = link.transfer_id and flag = 'posted'
  join wallet.account debit on debit.id = debit_account_id
  join wallet.account credit on credit.id = credit_account_id
  where (debit.kind, credit.kind) in (('platform', 'gateway'), ('gateway', 'platform')) and payout.gateway in (debit.owner, credit.owner)
), booked as (
  select payout_id as id, count(*) as transfers,
    coalesce(sum(cents) filter (where code = 'payout' and at = 'clearing'), 0) as net, coalesce(sum(cents) filter (where code = 'gateway_fee' and at = 'gateway_fees'), 0) as fees,
    coalesce(sum(-cents) filter (where code = 'payout_reversal' and at = 'clearing'), 0) as net_back, coalesce(sum(-cents) filter (where code = 'payout_reversal' and at = 'gateway_fees'), 0) as fees_back
  from moved group by payout_id
), meant as (
  select id, net_cents as net, fee_cents as fees, case when reversed_at is null then 0 else net_cents end as net_back, case when reversed_at is null then 0 else fee_cents end as fees_back from wallet.gateway_payout
)
select 'a payout is in the ledger once, and a reversed one out of it again' as rule, meant.id::text as subject
from meant left join booked using (id)
where (booked.net, booked.fees, booked.net_back, booked.fees_back) is distinct from (meant.net::numeric, meant.fees::numeric, meant.net_back::numeric, meant.fees_back::numeric)
  or booked.transfers <> (select count(*) from unnest(array[meant.net, meant.fees, meant.net_back, meant.fees_back]) as cents where cents <> 0)
union all
select 'what is booked as a payout is one', transfer.id::text
from wallet.transfer left join wallet.gateway_payout_transfer link on link.transfer_id = transfer.id
where (code in ('payout', 'gateway_fee', 'payout_reversal')) <> (link.transfer_id is not null)
union all
select 'a payout''s transfer is there', transfer_id::text
from wallet.gateway_payout_transfer where not exists (select from wallet.transfer where transfer.id = transfer_id);
