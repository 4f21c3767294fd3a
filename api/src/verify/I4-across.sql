-- What the wallet took for orders is what confirmed orders paid, payment by payment (where both live in one database).
select 'money for an order bought it or goes back' as rule, w.id::text as subject
from wallet.payment w left join orders.payment p on p.id = w.id
where w.purpose_kind = 'order' and w.captured_cents > w.refunded_cents + w.refunding_cents + w.disputed_cents and p.state is distinct from 'completed'
  and exists (select from orders.payment)
  and not exists (select from platform.outbox message where message.key = w.id::text)
  and not exists (select from platform.event_log event join platform.consumer_offset read on read.channel = event.channel and read.partition = event.partition
    where read.consumer = 'orders' and event.channel = 'wallet' and event.key = w.id::text and event.position > read.position)
union all
select 'an order is confirmed by money that came', p.id::text
from orders.payment p left join wallet.payment w on w.id = p.id
-- A wallet with a database of its own leaves none here.
where p.state = 'completed' and w.captured_cents is distinct from p.amount_cents and exists (select from wallet.payment)
union all
select 'a refund is done when its money is back', refund.id::text
from orders.refund left join wallet.refund back on back.id = refund.try_id
where refund.state = 'done' and refund.amount_cents > 0 and exists (select from wallet.payment)
  and (back.state is null or back.state not in ('refunded', 'credited') or back.amount_cents <> refund.amount_cents or back.payment_id <> refund.payment_id);
