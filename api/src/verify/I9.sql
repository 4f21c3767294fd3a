-- I9: an order has one confirmation mail, brought at most as often as it was tried.
select 'a confirmed order has its mail' as rule, "order".id::text as subject
from orders."order"
-- Asked only of a system at rest: mail follows the order by its own message.
where current_setting('verify.rest')::interval > interval '0' and state = 'confirmed' and closed_at < platform.now() - current_setting('verify.rest')::interval
  and not exists (select from notifications.mail where kind = 'order_confirmed' and subject_id = "order".id)
union all
select 'a confirmation mail is about an order that was confirmed', subject_id::text
from notifications.mail join orders."order" on "order".id = subject_id
where kind = 'order_confirmed' and "order".state not in ('confirmed', 'refunded')
union all
select 'a sent mail was tried', kind || ' ' || subject_id from notifications.mail where state = 'sent' and (tries = 0 or message_id is null)
union all
select 'a Message-ID belongs to one mail', message_id from notifications.mail where message_id is not null group by message_id having count(*) > 1
union all
select 'a mail lies in the mailbox no more often than it was tried', message_id
from notifications.mail join (select message_id, count(*) as copies from notifications.mailbox group by message_id) as received using (message_id)
where copies > tries
