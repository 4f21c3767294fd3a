-- Two entries for each order, chained as the audit log chains them (api/src/audit/chain.ts). The lock of the head keeps everybody else from appending.
create temp table deed on commit drop as
select row_number() over (order by n, step) as ordinal, told_ids[1 + step] as id, step, date_trunc('milliseconds', at) as occurred_at,
  -- All of the content but its sequence number, which only the chain knows.
  case step when 0
    then format('{"action":"orders.place","actor":"%s","data":{"currency":"BRL","eventId":"%s","method":"card","totalCents":24000},"id":"%s","occurredAt":"%s","personalDigest":"%s","sequence":', user_id, event_id, told_ids[1], stamp, digest)
    else format('{"action":"orders.confirm","actor":"system","data":{"currency":"BRL","eventId":"%s","late":false,"tickets":["%s","%s"],"totalCents":24000,"userId":"%s"},"id":"%s","occurredAt":"%s","personalDigest":null,"sequence":',
      event_id, ticket_ids[1], ticket_ids[2], user_id, told_ids[2], stamp)
  end as until_sequence, ',"target":"order:' || order_id || '"}' as after_sequence
from sale cross join show cross join generate_series(0, 1) as step
cross join lateral (select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as stamp,
  encode(sha256(decode(repeat('5a', 16), 'hex') || convert_to('{"address":"192.0.2.1"}', 'UTF8')), 'hex') as digest) as made;

do $$
declare
  tip record;
  deed record;
  content text;
  previous bytea;
  contents text[] := '{}';
  hashes bytea[] := '{}';
begin
  select sequence, hash into tip from audit.head for update;
  previous := tip.hash;
  for deed in select * from pg_temp.deed order by ordinal loop
    content := deed.until_sequence || (tip.sequence + deed.ordinal) || deed.after_sequence;
    previous := sha256(previous || convert_to(content, 'UTF8'));
    contents[deed.ordinal] := content;
    hashes[deed.ordinal] := previous;
  end loop;
  insert into audit.entry (sequence, message_id, occurred_at, content, previous_hash, hash)
    select tip.sequence + ordinal, id, occurred_at, link.content, lag(link.hash, 1, tip.hash) over (order by ordinal), link.hash
    from unnest(contents, hashes) with ordinality as link (content, hash, ordinal) join pg_temp.deed using (ordinal);
  insert into audit.personal (sequence, salt, content)
    select tip.sequence + ordinal, decode(repeat('5a', 16), 'hex'), '{"address":"192.0.2.1"}' from pg_temp.deed where step = 0;
  update audit.head set sequence = tip.sequence + cardinality(contents), hash = previous;
end $$;
