-- I6: a ticket code is given to at most one ticket, of its own event; a refunded ticket's code is void.
select 'a code is on one ticket' as rule, code_id::text as subject
from tickets.ticket group by code_id having count(*) > 1
union all
select 'a ticket carries a code of its own event', ticket.id::text
from tickets.ticket join tickets.code on code.id = code_id where code.event_id <> ticket.event_id
union all
select 'a ' || ticket.state || ' ticket does not carry a code that is ' || code.state, ticket.id::text
from tickets.ticket join tickets.code on code.id = code_id
where code.state <> case ticket.state when 'valid' then 'given' else 'void' end
union all
select 'a given code is on a ticket', code.id::text
from tickets.code where state = 'given' and not exists (select from tickets.ticket where code_id = code.id);
