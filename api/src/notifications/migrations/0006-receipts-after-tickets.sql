-- Receipts are sent when nothing else is due, so each of the two has an index to find it by.
drop index notifications.mail_due;
create index mail_due on notifications.mail (due_at) where state = 'waiting' and kind <> 'receipt';
create index receipt_due on notifications.mail (due_at) where state = 'waiting' and kind = 'receipt';
