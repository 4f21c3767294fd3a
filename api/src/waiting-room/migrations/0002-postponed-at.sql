-- While its event is postponed a line's clock stands still here: nobody loses a turn or a window while nobody can buy.
alter table waiting_room.line add column postponed_at timestamptz;
update waiting_room.line set postponed_at = platform.now() where postponed;
alter table waiting_room.line add constraint clock_stands_while_postponed check (postponed = (postponed_at is not null));
