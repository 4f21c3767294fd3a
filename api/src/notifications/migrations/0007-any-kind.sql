-- Which kinds there are is the code's to know (`mailKinds`), and grows with it.
alter table notifications.mail drop constraint mail_kind_known;
alter table notifications.mail add constraint mail_kind_is_a_word check (kind ~ '^[a-z_]{1,40}$');
