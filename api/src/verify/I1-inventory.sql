-- I1, the stock's part: a seat is sold at most once, nothing is oversold, and what is sold was paid for by one order.
select 'a seat is in at most one hold that lives' as rule, seat_id::text as subject
from inventory.hold_item where live and seat_id is not null group by seat_id having count(*) > 1
union all
select 'a sold seat belongs to a confirmed hold, a held one to a held hold', seat.id::text
from inventory.seat left join inventory.hold on hold.id = seat.hold_id
where seat.state in ('held', 'sold') and hold.state is distinct from case seat.state when 'sold' then 'confirmed' else 'held' end
union all
select 'a hold that lives has its seats', item.hold_id || ' ' || item.item_no
from inventory.hold_item item left join inventory.seat on seat.id = item.seat_id
where item.live and item.seat_id is not null and (seat.hold_id is distinct from item.hold_id or seat.section_id <> item.section_id)
union all
-- Of a confirmed hold some places, or all, may have been refunded and put back on sale.
select 'an item lives as long as its hold does', hold_id || ' ' || item_no
from inventory.hold_item join inventory.hold on hold.id = hold_id
where hold.state <> 'confirmed' and live <> (hold.state = 'held')
union all
select 'no section is oversold', id::text from inventory.section where sold + held + blocked > capacity
union all
select 'a section has as many seats as places', section.id::text
from inventory.section left join inventory.seat on seat.section_id = section.id
where section.kind = 'seated' group by section.id having count(seat.id) <> section.capacity
