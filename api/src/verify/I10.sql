-- I10: the audit log's hash chain is unbroken.
-- Consecutive numbers; every entry holds its predecessor's hash; every hash is that of its content; the columns say what the content
-- says; the head is the last entry; and what is kept of personal data is what was digested.
with link as (
  select entry.*, coalesce(lag(sequence) over chain, 0) as sequence_before,
         coalesce(lag(hash) over chain, decode(repeat('00', 32), 'hex')) as hash_before
    from audit.entry window chain as (order by sequence)
), last as (
  select coalesce(max(sequence), 0) as sequence,
         coalesce((select hash from audit.entry order by sequence desc limit 1), decode(repeat('00', 32), 'hex')) as hash
    from audit.entry
)
select sequence, 'entries are missing before this one' as flaw from link where sequence <> sequence_before + 1
union all
select sequence, 'does not follow the entry before it' from link where previous_hash <> hash_before
union all
select sequence, 'its content is not what was hashed' from link where hash <> sha256(previous_hash || convert_to(content, 'UTF8'))
union all
select sequence, 'its columns contradict its content' from link
 where (content::jsonb ->> 'sequence')::bigint is distinct from sequence
    or (content::jsonb ->> 'id')::uuid is distinct from message_id
    or (content::jsonb ->> 'occurredAt')::timestamptz is distinct from occurred_at
union all
select head.sequence, 'the head is not the last entry' from last left join audit.head on true
 where head.sequence is distinct from last.sequence or head.hash is distinct from last.hash
union all
select personal.sequence, 'its personal data is not what was digested' from audit.personal left join audit.entry using (sequence)
 where (entry.content::jsonb ->> 'personalDigest') is distinct from encode(sha256(personal.salt || convert_to(personal.content, 'UTF8')), 'hex')
