-- database: wallet
-- Every captured payment is completed for the one purpose it has, or goes back (the wallet's part).
with moved as (
  select payment_id,
    coalesce(sum(amount_cents) filter (where code in ('capture', 'top_up', 'payment') and flag in ('posted', 'post_pending')), 0) as captured_cents,
    coalesce(sum(amount_cents) filter (where code = 'refund' and flag in ('posted', 'post_pending')), 0) as refunded_cents,
    coalesce(sum(case flag when 'pending' then amount_cents else -amount_cents end)
      filter (where code = 'payment' and flag <> 'posted'), 0) as frozen_cents,
    coalesce(sum(case code when 'fee' then amount_cents else -amount_cents end) filter (where code in ('fee', 'fee_refund')), 0) as fee_cents,
    count(*) filter (where code in ('capture', 'top_up', 'conflict')) as captures,
    coalesce(sum(amount_cents) filter (where code = 'conflict'), 0) as taken_cents,
    coalesce(sum(case when flag in ('posted', 'post_pending') then amount_cents else 0 end) filter (where code = 'conflict_refund'), 0) as returned_cents,
    coalesce(sum(case flag when 'pending' then amount_cents else -amount_cents end) filter (where code = 'conflict_refund'), 0) as returning_cents,
    coalesce(sum(amount_cents) filter (where code = 'conflict_closing'), 0) as closed_cents
  from wallet.transfer where payment_id is not null group by payment_id
), held as (
  select payment.*, coalesce(moved.captured_cents, 0) as ledger_captured, coalesce(moved.refunded_cents, 0) as ledger_refunded,
    coalesce(moved.frozen_cents, 0) as ledger_frozen, coalesce(moved.fee_cents, 0) as ledger_fee, coalesce(moved.captures, 0) as captures
  from wallet.payment left join moved on moved.payment_id = payment.id
)
select 'a transfer belongs to a payment' as rule, payment_id::text as subject
from moved where not exists (select from wallet.payment where payment.id = payment_id)
union all
select 'what a payment captured is what its transfers posted', id::text from held where captured_cents <> ledger_captured
union all
select 'what a payment gave back is what its transfers posted', id::text from held where refunded_cents <> ledger_refunded
union all
select 'what the platform has of a payment''s fee is what its transfers posted', id::text from held where fee_taken_cents <> ledger_fee
union all
select 'a fee is taken in whole with the money, and given back in whole with it', id::text
from held where fee_taken_cents <> fee_cents and state = 'completed' and refunded_cents = 0 or fee_taken_cents <> 0 and state not in ('completed', 'refunded')
  or fee_taken_cents <> 0 and refunded_cents = captured_cents
union all
select 'a payment is captured from a gateway at most once', id::text from held where captures > 1
union all
select 'captured money completes its payment or goes back', id::text
from held where captured_cents > 0 and state not in ('completed', 'refunded') and refunded_cents + refunding_cents + disputed_cents < captured_cents
union all
select 'money that bought nothing goes back but for what a bank wants', id::text from held where bought_nothing and captured_cents > refunded_cents + refunding_cents + disputed_cents
union all
select 'a refunded payment gave everything back', id::text from held where state = 'refunded' and refunded_cents <> captured_cents
union all
select 'an open payment has its frozen part, a decided one has none', id::text
from held where ledger_frozen <> case when unfreeze_at is null then 0 else from_wallet_cents end
  or (unfreeze_at is not null and state not in ('awaiting_gateway', 'presented', 'cancelling'))
union all
select 'refunds add up to their payment', held.id::text
from held left join lateral (
  select coalesce(sum(amount_cents) filter (where state in ('refunded', 'credited')), 0) as done,
    coalesce(sum(amount_cents) filter (where state = 'requested'), 0) as open
  from wallet.refund where refund.payment_id = held.id
) refunds on true
where refunds.done <> refunded_cents or refunds.open <> refunding_cents
union all
select 'a purpose is paid at most once', purpose_kind || ' ' || purpose_id
from wallet.payment where state = 'completed' group by purpose_kind, purpose_id having count(*) > 1
union all
select 'what banks want back is held back, and what they took is gone', payment.id::text
from wallet.payment left join lateral (
  select coalesce(sum(amount_cents) filter (where state in ('opened', 'lost')), 0) as disputed, coalesce(sum(amount_cents) filter (where state = 'lost'), 0) as lost
  from wallet.dispute where dispute.payment_id = payment.id
) wanted on true left join lateral (
  select coalesce(sum(amount_cents) filter (where flag in ('posted', 'post_pending')), 0) as posted,
    coalesce(sum(case flag when 'pending' then amount_cents when 'posted' then 0 else -amount_cents end), 0) as pending
  from wallet.transfer where transfer.payment_id = payment.id and code = 'chargeback'
) moved on true
where not exists (select from wallet.conflict where payment_id = payment.id and conflict.currency <> payment.currency)
  and (payment.disputed_cents <> wanted.disputed or moved.posted <> wanted.lost or moved.pending <> wanted.disputed - wanted.lost)
union all
select 'a payment is conflicted while nobody has decided about what was taken otherwise', payment.id::text
from wallet.payment left join wallet.conflict on payment_id = payment.id
where payment.state = 'conflicted' and (conflict.payment_id is null or settled_at is not null) or conflict.settled_at is not null and payment.state <> 'refunded'
union all
-- In another currency than the ledger's there is nothing of it in the ledger.
select 'what was taken otherwise than asked is in the ledger until it has gone back', payment.id::text
from wallet.payment join wallet.conflict on conflict.payment_id = payment.id left join moved on moved.payment_id = payment.id
cross join lateral (select case when conflict.currency = payment.currency then conflict.amount_cents else 0 end as booked) ours
where coalesce(moved.taken_cents, 0) <> ours.booked
  or conflict.state <> 'returning' and coalesce(moved.returning_cents, 0) <> 0
  or conflict.state = 'returned' and ours.booked > 0 and coalesce(moved.returned_cents, 0) = 0
  or conflict.state <> 'returned' and coalesce(moved.returned_cents, 0) <> 0
  or coalesce(moved.closed_cents, 0) > case when conflict.state = 'closed' then ours.booked else 0 end
  or conflict.state = 'closed' and conflict.taken_back_cents = 0 and coalesce(moved.closed_cents, 0) <> ours.booked
union all
select 'what was taken otherwise than asked is a conflict', payment_id::text
from moved where taken_cents > 0 and not exists (select from wallet.conflict where conflict.payment_id = moved.payment_id);
