-- How busy a process or its machine is, told with its heartbeat: a line calls people faster only while there is room.
alter table platform.process add column utilization real not null default 0;
