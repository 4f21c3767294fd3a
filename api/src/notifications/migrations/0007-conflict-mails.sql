alter table notifications.mail drop constraint mail_kind_known;
alter table notifications.mail add constraint mail_kind_known
  check (kind in ('order_confirmed', 'order_refunded', 'refund_requested', 'refund_delayed', 'verification', 'password_reset', 'receipt', 'payment_conflicted', 'conflict_settled'));
