-- I2: what the stock calls promised is what the event's line has promised; and with what is sold and held it fits into the capacity.
select event_id, stock.promised as promised_by_stock, coalesce(promise.promised, 0) as promised_by_line, sold, held, blocked, capacity
from inventory.stock join waiting_room.line using (event_id)
left join (
  select event_id, sum(promised) as promised from (
    select event_id, promised from waiting_room.entry where promised > 0
    union all
    select event_id, promised_left from waiting_room.admission where state = 'open') as each
  group by event_id) as promise using (event_id)
where stock.promised <> coalesce(promise.promised, 0) or stock.sold + stock.held + stock.promised + stock.blocked > stock.capacity;
