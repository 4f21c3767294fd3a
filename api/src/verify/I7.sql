-- I7: positions are called in order; the serving number counts exactly those that were passed, so it can never have fallen.
select line.event_id, 'the serving number counts what was passed' as rule, line.serving::text as line, count(entry.position)::text as entries
from waiting_room.line left join waiting_room.entry on entry.event_id = line.event_id and entry.position is not null
group by line.event_id, line.serving
having count(entry.position) <> line.serving or max(entry.position) <> line.serving - 1
union all
select event_id, 'whoever is called has been passed', serving::text, entry::text
from waiting_room.entry join waiting_room.line using (event_id)
where (calls > 0) <> (first_called_at is not null) or (calls > 0 and (position is null or position >= serving))
union all
select event_id, 'nobody was called before somebody further ahead', position::text, before::text
from (
  select event_id, position, first_called_at, max(first_called_at) over earlier as latest, max(position) over earlier as before
  from waiting_room.entry where first_called_at is not null
  window earlier as (partition by event_id order by position rows between unbounded preceding and 1 preceding)) as called
where first_called_at < latest
union all
select event_id, 'entry numbers have no gap', next_entry::text, count(entry)::text
from waiting_room.line left join waiting_room.entry using (event_id)
group by event_id, next_entry having count(entry) <> next_entry or max(entry) <> next_entry - 1
union all
select event_id, 'after the opening nobody joins those who are drawn', draw_size::text, entry::text
from waiting_room.entry join waiting_room.line using (event_id)
where draw_at_opening and entry >= draw_size and joined_at < opens_at
union all
select event_id, 'nobody is drawn who came after the opening', draw_size::text, entry::text
from waiting_room.entry join waiting_room.line using (event_id)
where draw_at_opening and entry < draw_size and joined_at >= opens_at
union all
select event_id, 'entry numbers follow the time of arrival', earlier::text, joined_at::text
from (select event_id, joined_at, lag(joined_at) over (partition by event_id order by entry) as earlier from waiting_room.entry) as arrival
where joined_at < earlier;
