-- I8, the stock's part: the tally of a buyer, and of a session where no line admits, counts what they hold and have bought, and is within the limit.
with had as (
  select event_id, user_id, count(*) as tickets
  from inventory.hold join inventory.hold_item on hold_id = hold.id where live group by event_id, user_id
), had_in_session as (
  select event_id, session_id, count(*) as tickets
  from inventory.hold join inventory.hold_item on hold_id = hold.id where live and session_id is not null group by event_id, session_id
)
select 'a buyer has at most the event''s limit' as rule, event_id || ' ' || user_id as subject
from inventory.buyer_tally where tickets > ticket_limit
union all
select 'a buyer''s tally is the number of their tickets', coalesce(tally.event_id, had.event_id) || ' ' || coalesce(tally.user_id, had.user_id)
from inventory.buyer_tally tally full join had on had.event_id = tally.event_id and had.user_id = tally.user_id
where coalesce(tally.tickets, 0) <> coalesce(had.tickets, 0)
union all
select 'a session has at most the event''s limit', event_id || ' ' || session_id
from inventory.session_tally where tickets > ticket_limit
union all
select 'a session''s tally is the number of its tickets', coalesce(tally.event_id, had.event_id) || ' ' || coalesce(tally.session_id, had.session_id)
from inventory.session_tally tally full join had_in_session had on had.event_id = tally.event_id and had.session_id = tally.session_id
where coalesce(tally.tickets, 0) <> coalesce(had.tickets, 0)
