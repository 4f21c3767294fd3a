-- database: wallet
-- What gateways paid out is booked as it was written down, and booked back where it was reversed.
with booked as (
  select payout.id, count(*) as transfers,
    coalesce(sum(transfer.amount_cents) filter (where code = 'payout' and from_account.owner = 'clearing' and to_account.owner = payout.gateway), 0) as net,
    coalesce(sum(transfer.amount_cents) filter (where code = 'gateway_fee' and from_account.owner = 'gateway_fees' and to_account.owner = payout.gateway), 0) as fees,
    coalesce(sum(transfer.amount_cents) filter (where code = 'payout_reversal' and to_account.owner = 'clearing' and from_account.owner = payout.gateway), 0) as net_back,
    coalesce(sum(transfer.amount_cents) filter (where code = 'payout_reversal' and to_account.owner = 'gateway_fees' and from_account.owner = payout.gateway), 0) as fees_back
  from wallet.gateway_payout payout
  join wallet.gateway_payout_transfer link on link.payout_id = payout.id
  join wallet.transfer on transfer.id = link.transfer_id and flag = 'posted'
  join wallet.account from_account on from_account.id = debit_account_id and from_account.kind in ('gateway', 'platform')
  join wallet.account to_account on to_account.id = credit_account_id and to_account.kind in ('gateway', 'platform')
  group by payout.id
), meant as (
  select id, net_cents as net, fee_cents as fees, case when reversed_at is null then 0 else net_cents end as net_back, case when reversed_at is null then 0 else fee_cents end as fees_back from wallet.gateway_payout
)
select 'a payout is in the ledger once, and a reversed one out of it again' as rule, meant.id::text as subject
from meant left join booked using (id)
where (booked.net, booked.fees, booked.net_back, booked.fees_back) is distinct from (meant.net::numeric, meant.fees::numeric, meant.net_back::numeric, meant.fees_back::numeric)
  or booked.transfers <> (select count(*) from unnest(array[meant.net, meant.fees, meant.net_back, meant.fees_back]) as cents where cents > 0)
union all
select 'what is booked as a payout is one', transfer.id::text
from wallet.transfer left join wallet.gateway_payout_transfer link on link.transfer_id = transfer.id
where (code in ('payout', 'gateway_fee', 'payout_reversal')) <> (link.transfer_id is not null)
union all
select 'a payout''s transfer is there', transfer_id::text
from wallet.gateway_payout_transfer where not exists (select from wallet.transfer where transfer.id = transfer_id);
