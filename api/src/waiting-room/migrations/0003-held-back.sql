-- Set by the controller's tick while the line calls nobody new because a process that sells can only just keep up.
alter table waiting_room.line add column held_back boolean not null default false;
