-- I6: a ticket code is given to at most one ticket, of its own event; a refunded ticket's code is void.
select 'code on several tickets' as broken, code_id::text as what
from tickets.ticket group by code_id having count(*) > 1
union all
select 'ticket with a code of another event', ticket.id::text
from tickets.ticket join tickets.code on code.id = code_id where code.event_id <> ticket.event_id
union all
select 'ticket in state ' || ticket.state || ' with a code in state ' || code.state, ticket.id::text
from tickets.ticket join tickets.code on code.id = code_id
where code.state <> case ticket.state when 'valid' then 'given' else 'void' end
union all
select 'code given to nobody', code.id::text
from tickets.code where state = 'given' and not exists (select from tickets.ticket where code_id = code.id);
