-- What is to go to buyers' balances once a gateway has given its part back: read whenever it is asked what a payee can be paid.
create index refund_underway on wallet.refund (payment_id) where state = 'requested' and to_wallet_cents > 0;
