-- I3, the stock's part: a place that nobody holds, owns or is promised is on sale again within seconds.
select 'a hold ends within seconds of its deadline' as rule, id::text as subject
from inventory.hold where state = 'held' and coalesce(kept_until, expires_at) < platform.now() - current_setting('verify.rest')::interval
union all
select 'a free seat is on sale: no hold has it', seat.id::text
from inventory.seat join inventory.hold_item item on item.seat_id = seat.id and item.live where seat.state in ('free', 'blocked')
