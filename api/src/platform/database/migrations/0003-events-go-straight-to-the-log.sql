-- Events get their place in the log with the commit of their facts; the outbox holds commands alone.
with moved as (
  delete from platform.outbox where kind = 'event' returning *
), given as (
  insert into platform.event_partition as last (channel, partition, position)
  select channel, partition, count(*) from moved group by channel, partition order by channel, partition
  on conflict (channel, partition) do update set position = last.position + excluded.position
  returning channel, partition, position
), placed as (
  select moved.*, given.position as last_position, row_number() over (partition by channel, partition order by id desc) - 1 as before_last
  from moved join given using (channel, partition)
)
insert into platform.event_log (channel, partition, position, message_id, type, version, key, payload, request_id, occurred_at)
select channel, partition, last_position - before_last, message_id, type, version, key, payload, request_id, occurred_at from placed;

alter table platform.outbox drop constraint outbox_kind, add constraint outbox_kind check (kind = 'command');
