-- The open admissions of a device or a user are found among all of theirs: an index of the open ones alone looks as small to the planner as the one of their windows.
drop index waiting_room.admission_on_device;
create index admission_of_device on waiting_room.admission (event_id, device_id);
create index admission_of_user on waiting_room.admission (event_id, user_id);

-- Whoever leaves or merges with a promise in hand: found by the next tick without reading everybody who has been called.
create index entry_left_with_promise on waiting_room.entry (event_id) where promised > 0 and state <> 'called';
