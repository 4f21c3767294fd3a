alter table notifications.mail drop constraint mail_kind_known;
alter table notifications.mail add constraint mail_kind_known check (kind in ('order_confirmed', 'order_refunded', 'verification', 'password_reset', 'receipt'));
