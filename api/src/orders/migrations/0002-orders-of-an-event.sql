-- What an organiser counts of an event. Ids grow with time, so an event's orders lie at one end of it, and no change of an order moves them.
create index order_of_event on orders."order" (event_id, id);
