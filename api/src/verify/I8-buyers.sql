-- I8, the stock's part: a buyer's tally counts what they hold and have bought, and is within the limit.
with had as (
  select event_id, user_id, count(*) as tickets
  from inventory.hold join inventory.hold_item on hold_id = hold.id where live group by event_id, user_id
)
select 'a buyer has at most the event''s limit' as rule, event_id || ' ' || user_id as subject
from inventory.buyer_tally where tickets > ticket_limit
union all
select 'a buyer''s tally is the number of their tickets', coalesce(tally.event_id, had.event_id) || ' ' || coalesce(tally.user_id, had.user_id)
from inventory.buyer_tally tally full join had on had.event_id = tally.event_id and had.user_id = tally.user_id
where coalesce(tally.tickets, 0) <> coalesce(had.tickets, 0)
