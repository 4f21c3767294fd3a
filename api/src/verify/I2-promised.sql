-- I2: what the stock calls promised is what the line has promised, event by event; and with what is sold and held it fits into the capacity.
select stock.event_id, stock.promised as promised_by_stock, coalesce(line.promised, 0) as promised_by_line, sold, held, blocked, capacity
from inventory.stock
left join (
  select event_id, sum(promised) as promised from (
    select event_id, promised from waiting_room.entry where promised > 0
    union all
    select event_id, promised_left from waiting_room.admission where state = 'open') as promise
  group by event_id) as line using (event_id)
where stock.promised <> coalesce(line.promised, 0) or stock.sold + stock.held + stock.promised + stock.blocked > stock.capacity;
