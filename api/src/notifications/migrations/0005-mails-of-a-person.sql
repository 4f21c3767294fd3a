-- Whose a mail is, as its payload says: the export finds it, and who is forgotten has it emptied, this column with it.
alter table notifications.mail add column user_id uuid generated always as ((payload ->> 'userId')::uuid) stored;
create index mail_of_user on notifications.mail (user_id) where user_id is not null;
