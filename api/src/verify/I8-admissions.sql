-- I8: an admission takes no more than its limit, and a user has one open admission per event.
select id as subject, 'an admission promises within its limit' as rule
from waiting_room.admission where promised_left < 0 or promised_left > ticket_limit or (state <> 'open' and promised_left > 0)
union all
select min(id::text)::uuid, 'a user has one open admission per event'
from waiting_room.admission where state = 'open' and user_id is not null group by event_id, user_id having count(*) > 1
union all
select min(id::text)::uuid, 'a place is admitted once'
from waiting_room.admission group by event_id, entry having count(*) > 1
union all
select admission.id, 'an admission comes of a place that was called'
from waiting_room.admission left join waiting_room.entry using (event_id, entry)
where entry.state is distinct from 'admitted';
