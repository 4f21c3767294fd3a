-- Money that nobody has a use for: all of it goes back, what a bank wants of it or somebody else has asked back as soon as that is free.
alter table wallet.payment add column bought_nothing boolean not null default false;
