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
where o.state = 'awaiting_payment' and coalesce(h.kept_until, h.expires_at) < platform.now() - interval '1 minute' - current_setting('verify.rest')::interval;
