-- A rehearsal's payment: taken at sandbox gateways, booked on accounts of its own.
alter table wallet.payment add column sandbox boolean not null default false;
