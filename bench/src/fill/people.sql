-- Accounts with a password and a session each, numbers bench.from up to bench.until. Their ids follow from their numbers, in the order in which they signed up.
create temp table person on commit drop as
select n, (lpad(to_hex(1700000000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid as id,
  statement_timestamp() - interval '300 days' + n * interval '10 milliseconds' as since
from generate_series(current_setting('bench.from')::bigint, current_setting('bench.until')::bigint - 1) as n;

insert into identity.user (id, email, name, language, verified_at, created_at, changed_at)
select id, 'fan-' || n || '@filled.example', (array['Ana', 'Bia', 'Caio', 'Davi', 'Eva', 'Gil', 'Iara', 'Joel', 'Lia', 'Rui'])[1 + n % 10] || ' ' || n, 'pt-BR', since, since, since
from person;

insert into identity.credential (user_id, password_hash, changed_at)
select id, '$argon2id$v=19$m=19456,t=2,p=1$c2FsdCB0aGF0IGlzIG5vbmU$aGFzaCB0aGF0IG5vYm9keSBoYXMgdGhlIHBhc3N3b3JkIG9m', since from person;

insert into identity.session (id, token_hash, user_id, device_id, created_at, expires_at)
select uuidv7(), sha256(('session ' || n)::bytea), id, gen_random_uuid(), since, statement_timestamp() + interval '29 days' from person;
