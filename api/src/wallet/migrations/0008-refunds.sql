-- Whether the payer's balance gets what a gateway would not take back; else whoever asked for the refund is told, and decides.
alter table wallet.refund add column credit_if_refused boolean not null default true;

-- The balance's part of a refund moves when the gateway's part has. Where it has moved already it becomes a refund of its own.
insert into wallet.refund (id, payment_id, amount_cents, to_gateway_cents, to_wallet_cents, reason, state)
select gen_random_uuid(), payment_id, to_wallet_cents, 0, to_wallet_cents, reason, 'refunded'
from wallet.refund where state = 'requested' and to_wallet_cents > 0;
update wallet.refund set amount_cents = to_gateway_cents, to_wallet_cents = 0 where state = 'requested' and to_wallet_cents > 0;
