-- In a transaction of its own: reading all of the table keeps nobody from writing into it.
alter table wallet.transfer validate constraint transfer_code, validate constraint settlement_without_payment;
