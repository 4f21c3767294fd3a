-- Until when the processor has been told what is booked with its gateways; its row lock is the fence. What was booked before nobody asks about.
create table wallet.books_told (
  one boolean primary key default true constraint one_row check (one),
  until timestamptz not null
);
insert into wallet.books_told (until) values (date_trunc('milliseconds', platform.now()));
