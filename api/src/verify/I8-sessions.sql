-- I8: at most one live session per user and per device.
select 'user' as of, user_id as id, count(*) as sessions from identity.session where ended_at is null group by user_id having count(*) > 1
union all
select 'device', device_id, count(*) from identity.session where ended_at is null group by device_id having count(*) > 1
union all
select 'suspended user', account.id, count(*) from identity.session join identity.user as account on account.id = session.user_id
 where ended_at is null and account.suspended_at is not null group by account.id
