-- Nobody looks into a message on its way: as text it is written and read by PostgreSQL for two thirds of what its binary form costs.
-- The tables are written anew: a week of messages, some seconds for each million.
alter table platform.outbox alter column payload type json using payload::json;
alter table platform.event_log alter column payload type json using payload::json;
