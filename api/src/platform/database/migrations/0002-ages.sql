-- What is old enough to be forgotten is found without reading all that is not: rows come in the order of their age, so a few bytes
-- for each hundred pages are enough, and cost the sale's own inserts nothing.
create index event_log_age on platform.event_log using brin (logged_at) with (autosummarize = on);
create index inbox_age on platform.inbox using brin (received_at) with (autosummarize = on);
