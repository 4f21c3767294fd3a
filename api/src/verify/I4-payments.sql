-- database: processor
-- No payment is charged twice at the gateways, and none is forgotten (the processor's part).
select 'a payment has at most one attempt that is live or won' as rule, payment_id::text as subject
from payments.attempt where state in ('pending', 'in_flight', 'unknown', 'authorized', 'captured', 'conflicted')
group by payment_id having count(*) > 1
union all
select 'an attempt that is not decided will be asked about', id::text
from payments.attempt where state in ('pending', 'in_flight', 'unknown', 'authorized') and next_look_at is null
union all
select 'a refund that is not decided will be asked about', id::text from payments.refund where state = 'pending' and next_look_at is null
union all
select 'money that came twice goes back', id::text
from payments.attempt where state = 'surplus' and not exists (select from payments.dispute where attempt_id = attempt.id and state = 'opened')
  and (select coalesce(sum(amount_cents), 0) from payments.refund where attempt_id = attempt.id and state <> 'refused')
    + (select coalesce(sum(amount_cents), 0) from payments.dispute where attempt_id = attempt.id and state = 'lost') < coalesce(taken_cents, amount_cents)
union all
select 'no more goes back than came', attempt.id::text
from payments.attempt join payments.refund on attempt_id = attempt.id and refund.state <> 'refused'
where attempt.state = 'captured' or taken_cents is not null
group by attempt.id having sum(refund.amount_cents) > coalesce(taken_cents, attempt.amount_cents)
union all
select 'a decided attempt keeps no card token', id::text
from payments.attempt where token is not null and state not in ('pending', 'in_flight', 'unknown', 'authorized');
