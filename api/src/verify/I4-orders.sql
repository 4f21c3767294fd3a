-- Every confirmed order has the one payment that bought it and its tickets; money that bought nothing goes back (the orders' part).
select 'a confirmed order has exactly one completed payment' as rule, o.id::text as subject
from orders."order" o where o.state = 'confirmed'
  and (select count(*) from orders.payment p where p.order_id = o.id and p.state = 'completed') <> 1
union all
select 'only a confirmed or refunded order has a completed payment', o.id::text
from orders.payment p join orders."order" o on o.id = p.order_id where p.state = 'completed' and o.state not in ('confirmed', 'refunded')
union all
select 'a confirmed order has sold its hold', o.id::text
from orders."order" o left join inventory.hold h on h.id = o.hold_id
where o.state = 'confirmed' and (h.state is distinct from 'confirmed' or h.order_id is distinct from o.id)
union all
select 'a confirmed order has a ticket for every place', o.id::text
from orders."order" o where o.state = 'confirmed'
  and (select count(*) from orders.item i where i.order_id = o.id and i.kind = 'ticket') <> (select count(*) from tickets.ticket t where t.order_id = o.id)
union all
select 'no order waits past its window, the grace and a minute', o.id::text
from orders."order" o join inventory.hold h on h.id = o.hold_id
where o.state = 'awaiting_payment' and coalesce(h.kept_until, h.expires_at) < platform.now() - interval '1 minute' - current_setting('verify.rest')::interval
union all
select 'what went back of an order is what its refunds brought back', o.id::text
from orders."order" o left join (select order_id, sum(amount_cents) as cents from orders.refund where state = 'done' group by order_id) done on done.order_id = o.id
where o.refunded_cents <> coalesce(done.cents, 0)
union all
select 'all that goes back of an order is within what was paid', o.id::text
from orders."order" o join orders.refund on refund.order_id = o.id group by o.id having sum(refund.amount_cents) > o.total_cents
union all
select 'no refund that was stopped asks for what a bank has taken', o.id::text
from orders."order" o join orders.refund on refund.order_id = o.id join (
  select dispute.order_id, sum(dispute.amount_cents) as cents from orders.dispute join orders.payment on payment.id = payment_id and payment.state = 'completed'
  where dispute.state = 'lost' group by dispute.order_id) lost on lost.order_id = o.id
group by o.id, lost.cents having count(*) filter (where refund.state = 'requested') = 0 and sum(refund.amount_cents) filter (where refund.state in ('waiting', 'refused'))
  > greatest(0, o.total_cents - lost.cents - coalesce(sum(refund.amount_cents) filter (where refund.state = 'done'), 0))
union all
select 'no more of an item goes back than was bought', item.order_id || ' ' || item.item_no
from orders.item join orders.refund_item back using (order_id, item_no) group by item.order_id, item.item_no, item.quantity having sum(back.quantity) > item.quantity
union all
select 'a ticket is good until its money is back, and no longer', ticket.id::text
from tickets.ticket join orders."order" o on o.id = ticket.order_id
where ticket.state <> 'revoked' and (ticket.state = 'refunded') <> exists (
  select from orders.refund_item back join orders.refund on refund.id = back.refund_id and refund.state = 'done' where back.order_id = ticket.order_id and back.item_no = ticket.item_no)
union all
select 'a ticket is revoked when its money was taken back, and not before', ticket.id::text
from tickets.ticket join orders."order" o on o.id = ticket.order_id
where (ticket.state = 'revoked') and not exists (select from orders.dispute where dispute.order_id = o.id and dispute.state = 'lost')
  or ticket.state = 'valid' and exists (
    select from orders.dispute join orders.payment on payment.id = payment_id and payment.state = 'completed' where dispute.order_id = o.id and dispute.state = 'lost')
union all
select 'a good ticket has its place', ticket.id::text
from tickets.ticket join orders."order" o on o.id = ticket.order_id left join inventory.hold_item place on place.hold_id = o.hold_id and place.item_no = ticket.item_no
where ticket.state = 'valid' and place.live is distinct from true
union all
select 'an order of which everything went back is refunded', o.id::text
from orders."order" o where o.state = 'confirmed' and o.total_cents > 0 and o.refunded_cents = o.total_cents;
