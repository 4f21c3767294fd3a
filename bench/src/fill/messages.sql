-- What a sale's messages leave behind, in the transaction that filled in the sale: the log keeps a week of ten, the inbox thirty days of seventy.
create temp table told on commit drop as
select channel, n % 8 as partition, gen_random_uuid() as message_id, type, row_number() over (partition by channel, n % 8 order by n) as ordinal, order_id, at
from sale cross join (values ('orders', 'orders.order_placed'), ('orders', 'orders.order_confirmed'), ('wallet', 'wallet.payment_completed'), ('payments', 'payments.attempt_settled')) as kind (channel, type)
where n % 10 = 0;

with placed as (
  insert into platform.event_partition as place (channel, partition, position) select channel, partition, count(*) from told group by channel, partition
  on conflict (channel, partition) do update set position = place.position + excluded.position returning channel, partition, position
), counted as (
  select channel, partition, count(*) as count from told group by channel, partition
), logged as (
  insert into platform.event_log (channel, partition, position, message_id, type, version, key, payload, occurred_at)
  select channel, partition, placed.position - counted.count + ordinal, message_id, type, 1, order_id::text, jsonb_build_object('orderId', order_id, 'text', rpad('', 350, 'x')), at
  from told join placed using (channel, partition) join counted using (channel, partition)
)
-- Everybody has consumed them: nobody gets them now.
update platform.consumer_offset read set position = placed.position from placed where read.channel = placed.channel and read.partition = placed.partition;

insert into platform.inbox (consumer, message_id)
select consumer, uuidv7() from sale cross join unnest(array['wallet', 'wallet', 'payments', 'orders', 'audit', 'audit']) as consumer where n % 10 < 4;
