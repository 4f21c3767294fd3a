import { beforeAll, describe, expect, test } from 'vitest';
import { Catalog } from '#catalog';
import { AccountDeletion } from '#identity';
import { loadDemo } from '../../src/demo.js';
import { EvidenceJob } from '../../src/orders/evidence.job.js';
import { modulesOf } from '../../src/services.js';
import { Client } from '../support/client.js';
import { demoIsLaidOut } from '../support/demo.js';
import { eventually, until } from '../support/eventually.js';
import { TestSimulator } from '../support/simulators.js';
import { TestDatabase } from '../support/test-database.js';
import { startHouse, type TestHouse } from '../support/test-house.js';

const CASINO = '019aa000-0000-7000-8000-000000000101';
const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const LAWN = '019aa000-0000-7000-8000-000000000221';
const PASSWORD = 'correct horse battery';

let database: TestDatabase;
let house: TestHouse;
beforeAll(async () => {
  const [opened, aurora] = await Promise.all([TestDatabase.create(), TestSimulator.start('aurora')]);
  database = opened;
  house = await startHouse(database, modulesOf({ service: 'all' }), { GATEWAYS: JSON.stringify([aurora.config]) });
  await aurora.announceTo(house.url);
  await loadDemo(house.app);
  await demoIsLaidOut(database);
});

/** Somebody whom the house knows from everywhere: waits in a line, has a ticket in another's name, a balance, and letters. */
async function regular(name: string) {
  const fan = new Client(house.url);
  const userId = await fan.signUp(name);
  const { email } = (await fan.expect(200, 'GET', 'me')).body.user as { email: string };
  await fan.expect(201, 'POST', `events/${CASINO}/line`, {});
  const { body: hold } = await fan.expect(201, 'POST', `events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity: 1 });
  const { body: order } = await fan.order(hold.id as string, { method: 'card', token: 'tok_ok' }, { holders: [{ name: `Titular ${name}`, document: '529.982.247-25' }] });
  expect(order.state).toBe('confirmed');
  return { fan, userId, email, orderId: order.id as string };
}

async function topUp(fan: Client): Promise<void> {
  await fan.call('POST', 'wallet/top-ups', { amount: { amountCents: 5_000, currency: 'BRL' }, payment: { method: 'card', token: 'tok_ok' } }, { 'idempotency-key': crypto.randomUUID(), prefer: 'wait=30' });
  await eventually(async () => expect((await fan.call('GET', 'wallet')).body.available.amountCents).toBe(5_000));
}

/** The festival was some days ago. Returns when this process, which remembers for a second, believes it, too. */
async function afterTheShow(days = 3): Promise<void> {
  const [{ startsAt }] = (await database.query<{ startsAt: Date }>(`update catalog.event set starts_at = platform.now() - make_interval(days => $2) where id = $1 returning starts_at as "startsAt"`, [FESTIVAL, days])) as [{ startsAt: Date }];
  const believed = async () => (await house.app.get(Catalog, { strict: false }).saleTerms([FESTIVAL])).get(FESTIVAL)?.startsAt?.getTime();
  await until(async () => (await believed()) === startsAt.getTime());
}

/** Every table but those of messages, which are forgotten within days, that says this anywhere. */
async function tablesThatSay(text: string): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'platform') order by 1`);
  const saying: string[] = [];
  for (const { name } of tables) if ((await database.query(`select from ${name} as kept where position(lower($1) in lower(kept::text)) > 0 limit 1`, [text])).length > 0) saying.push(name);
  return saying;
}

describe('the export', () => {
  test('has what every part of the house keeps about a person, and nothing of anybody else', async () => {
    const { fan, userId, email, orderId } = await regular('Zuleica Exportada');
    const other = await regular('Outra Pessoa');
    const answer = await eventually(async () => {
      const found = await database.query(`select from notifications.mail where user_id = $1 and kind in ('order_confirmed', 'receipt') and state = 'sent'`, [userId]);
      expect(found).toHaveLength(2);
      expect(await database.query('select from audit.entry where actor = $1', [userId])).not.toHaveLength(0);
      return fan.expect(200, 'GET', 'me/export');
    });
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { exportedAt, ...sections } = answer.body as { exportedAt: string } & Record<string, Record<string, unknown>[]>;
    expect(new Date(exportedAt).getTime()).toBeLessThanOrEqual(Date.now());
    expect(sections['account']).toMatchObject([{ id: userId, email, name: 'Zuleica Exportada' }]);
    expect(sections['linePlaces']).toMatchObject([{ eventId: CASINO, address: '127.0.0.1' }]);
    expect(sections['holds']).toMatchObject([{ eventId: FESTIVAL, orderId }]);
    expect(sections['orders']).toMatchObject([{ id: orderId, email, items: [{ holderName: 'Titular Zuleica Exportada', holderDocument: '52998224725' }] }]);
    expect(sections['keptAfterDeletion']).toMatchObject([{ orderId, keeps: ['name', 'email', 'address', 'holders'], seenBy: 'administrators' }]);
    expect(sections['tickets']).toMatchObject([{ orderId, holderName: 'Titular Zuleica Exportada', state: 'valid' }]);
    expect(sections['payments']).toMatchObject([{ purposeId: orderId, state: 'completed' }]);
    expect(sections['paymentAttempts']).toMatchObject([{ state: 'captured', gateway: 'aurora', description: expect.any(String) as string, token: null, payerEmail: null }]);
    expect(sections['mails']?.map(({ kind }) => kind).toSorted()).toEqual(['order_confirmed', 'receipt', 'verification']);
    expect(sections['sessions']).toMatchObject([{ endedAt: null, address: '127.0.0.1' }]);
    expect(sections['acts']?.map(({ action }) => action)).toContain('identity.sign_in');
    const text = JSON.stringify(answer.body);
    for (const alien of [other.userId, other.email, other.orderId, 'Outra Pessoa']) expect(text).not.toContain(alien);
    // A link that is still good is the mail's alone, and no secret stands in it.
    expect(text).not.toMatch(/argon2|verify-email|token_hash/);
  });

  test('is whole however many rows there are, and for nobody but who is signed in', async () => {
    const { fan, userId } = await regular('Ana de Muitas Sessões');
    await database.query(
      `insert into identity.session (id, token_hash, user_id, device_id, expires_at, ended_at, ended_because)
       select gen_random_uuid(), sha256(convert_to($1::text || at, 'UTF8')), $1::uuid, gen_random_uuid(), platform.now(), platform.now(), 'signed_out' from generate_series(1, 1250) as at`, [userId]);
    const { body } = await fan.expect(200, 'GET', 'me/export');
    expect(new Set(body.sessions.map(({ id }: { id: string }) => id)).size).toBe(1_251);
    await fan.expect(200, 'GET', 'me/export');
    expect(await fan.call('GET', 'me/export')).toMatchObject({ status: 429, body: { code: 'platform.too_many_requests' } });
    expect((await new Client(house.url).call('GET', 'me/export')).status).toBe(401);
  });

  test('is for a session that is fresh, as one left open somewhere is not enough', async () => {
    const fan = new Client(house.url);
    const userId = await fan.signUp('Lia Distraída');
    await database.query(`update identity.session set created_at = created_at - interval '11 minutes' where user_id = $1`, [userId]);
    expect(await fan.call('GET', 'me/export')).toMatchObject({ status: 403, body: { code: 'identity.sign_in_again', withinSeconds: 600 } });
    const { email } = (await fan.expect(200, 'GET', 'me')).body.user as { email: string };
    await fan.signIn(email, PASSWORD);
    expect((await fan.expect(200, 'GET', 'me/export')).body.account).toMatchObject([{ id: userId }]);
  });
});

describe('deleting an account', () => {
  test('is refused to who does not know the password, with tickets to come, and while money would be lost', async () => {
    const { fan, userId } = await regular('Beto Hesitante');
    expect(await fan.call('DELETE', 'me')).toMatchObject({ status: 403, body: { code: 'identity.wrong_password' } });
    expect(await fan.call('DELETE', 'me', { password: 'something else here' })).toMatchObject({ status: 403, body: { code: 'identity.wrong_password' } });
    const upcoming = await fan.call('DELETE', 'me', { password: PASSWORD });
    expect(upcoming).toMatchObject({ status: 409, body: { code: 'privacy.upcoming_tickets', tickets: 1 } });
    expect(new Date(upcoming.body.until as string).getTime()).toBeGreaterThan(Date.now());
    const { body: hold } = await fan.expect(201, 'POST', `events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity: 1 });
    await fan.expect(201, 'POST', 'orders', { holdId: hold.id, payment: { method: 'pix' } }, { 'idempotency-key': crypto.randomUUID(), prefer: 'wait=30' });
    expect(await fan.call('DELETE', 'me', { password: PASSWORD })).toMatchObject({ status: 409, body: { code: 'privacy.purchase_underway', orders: 1, payments: 1, refunds: 0 } });
    expect(await database.query('select from identity.user where id = $1', [userId])).toHaveLength(1);
    await fan.expect(200, 'GET', 'me');
  });

  test('leaves nothing of the person anywhere, and of the purchase what law wants', async () => {
    const { fan, userId, email, orderId } = await regular('Inês Inesquecível');
    await topUp(fan);
    await eventually(async () => expect(await database.query(`select from notifications.mail where user_id = $1 and state = 'sent'`, [userId])).toHaveLength(4));
    expect(await tablesThatSay(email)).toEqual(['identity."user"', 'notifications.mail', 'notifications.mailbox', 'orders."order"', 'wallet.payment']);
    expect(await tablesThatSay('Inês Inesquecível')).toContain('tickets.ticket');
    const [session] = await database.query<{ device: string }>('select device_id as device from identity.session where user_id = $1', [userId]);
    await eventually(async () => expect(await tablesThatSay(session!.device)).toEqual(['audit.personal', 'identity.session', 'notifications.mail', 'orders."order"', 'waiting_room.entry']));
    await afterTheShow();
    await eventually(async () => expect(await fan.call('DELETE', 'me', { password: PASSWORD })).toMatchObject({ status: 409, body: { code: 'privacy.balance_left', balances: [{ amountCents: 5_000, currency: 'BRL' }] } }));
    const deletion = await fan.expect(200, 'DELETE', 'me', { password: PASSWORD, giveUpBalance: true });
    expect(deletion.body.keptForDisputes).toMatchObject({ orders: 1 });
    expect(deletion.headers.get('x-device')).toMatch(/./);
    await fan.expect(401, 'GET', 'me');
    expect((await new Client(house.url).call('POST', 'auth/sign-in', { email, password: PASSWORD })).body.code).toBe('identity.wrong_credentials');
    await eventually(async () => {
      // The last letter, which a demo's mailbox shows for a day, and what answers a dispute.
      for (const word of [email, 'Inesquecível']) expect(await tablesThatSay(word), word).toEqual(['notifications.mailbox', 'orders.evidence']);
      expect(await tablesThatSay(session!.device)).toEqual([]);
      // Others in this file have the same document.
      expect(await database.query('select from tickets.ticket where user_id = $1 and holder_document is not null', [userId])).toEqual([]);
      expect(await database.query(`select from waiting_room.entry where user_id = $1 and address <> '::'`, [userId])).toEqual([]);
      expect(await database.query('select from audit.personal join audit.entry using (sequence) where actor = $1', [userId])).toEqual([]);
    });
    expect(await database.query('select state, total_cents, name, device_id from orders."order" where id = $1', [orderId])).toEqual([{ state: 'confirmed', total_cents: 22_000, name: '', device_id: null }]);
    expect(await database.query(`select from wallet.transfer join wallet.payment on payment.id = payment_id where payer_id = $1`, [userId])).not.toHaveLength(0);
    const administrator = new Client(house.url);
    await administrator.signIn('administrator@catraca.example', 'catraca-demo');
    const [payment] = await database.query<{ id: string }>('select id from wallet.payment where purpose_id = $1', [orderId]);
    expect((await administrator.call('GET', `payments/${payment?.id}/receipt`)).status).toBe(200);
    // The address is free again, for somebody new.
    const { status, body } = await new Client(house.url).call('POST', 'auth/sign-up?transport=token', { name: 'Inês Nova', email, password: PASSWORD });
    expect([status, body.user.id === userId]).toEqual([201, false]);
  });

  test('keeps for administrators who bought by card until nobody can dispute it, and tells so', async () => {
    const { fan, userId, email, orderId } = await regular('Rita Contestável');
    // Verification, tickets and receipt: what is written after the deletion is forgotten when it is told again.
    await eventually(async () => expect(await database.query(`select from notifications.mail where user_id = $1 and state = 'sent'`, [userId])).toHaveLength(3));
    await afterTheShow();
    const { keptForDisputes } = (await eventually(() => fan.expect(200, 'DELETE', 'me', { password: PASSWORD }))).body as { keptForDisputes: { orders: number; until: string } };
    const days = (new Date(keptForDisputes.until).getTime() - Date.now()) / 86_400_000;
    expect([keptForDisputes.orders, Math.round(days)]).toEqual([1, 180]);
    const letter = await until(async () => (await database.query<{ subject: string; body_text: string }>('select subject, body_text from notifications.mailbox where to_address = $1', [email])).find(({ subject }) => /excluída|eliminada|deleted/.test(subject)));
    expect(letter.body_text).toContain(keptForDisputes.until.slice(0, 4));
    await until(async () => (await database.query(`select from notifications.mail where kind = 'account_deleted' and state = 'sent' and subject_id = $1 and address = '' and payload = jsonb_build_object('userId', $1::text)`, [userId])).length === 1);
    await eventually(async () => expect(await tablesThatSay(email)).toEqual(['notifications.mailbox', 'orders.evidence']));

    const administrator = new Client(house.url);
    await administrator.signIn('administrator@catraca.example', 'catraca-demo');
    const other = new Client(house.url);
    await other.signUp();
    expect((await other.call('GET', `orders/${orderId}/evidence`)).status).toBe(403);
    expect((await administrator.expect(200, 'GET', `orders/${orderId}/evidence`)).body).toMatchObject({
      orderId, email, name: 'Rita Contestável', address: '127.0.0.1', holders: [{ name: 'Titular Rita Contestável', document: '52998224725' }], until: keptForDisputes.until,
    });
    await eventually(async () => expect(await database.query(`select from audit.entry where action = 'orders.read_evidence' and target = $1`, [`order:${orderId}`])).toHaveLength(1));

    // A day later everybody is told once more.
    await database.query(`update notifications.mail set sent_at = sent_at - interval '1 day' where subject_id = $1`, [userId]);
    await database.query(`update identity.deletion set tell_at = platform.now() where user_id = $1`, [userId]);
    await house.app.get(AccountDeletion, { strict: false }).tellAgain();
    await eventually(async () => expect(await tablesThatSay(email)).toEqual(['orders.evidence']));

    const job = house.app.get(EvidenceJob, { strict: false });
    await database.query(`update orders.evidence set until = platform.now() where order_id = $1`, [orderId]);
    const [payment] = await database.query<{ id: string }>('select id from orders.payment where order_id = $1', [orderId]);
    // What is being disputed is still to be answered.
    await database.query(`insert into orders.dispute (id, order_id, event_id, payment_id, amount_cents, state) values ($1, $1, $2, $3, 1, 'opened')`, [orderId, FESTIVAL, payment!.id]);
    await job.forget();
    expect(await tablesThatSay(email)).toEqual(['orders.evidence']);
    await database.query(`update orders.dispute set state = 'won', settled_at = platform.now() where id = $1`, [orderId]);
    await job.forget();
    expect(await tablesThatSay(email)).toEqual([]);
    expect(await administrator.call('GET', `orders/${orderId}/evidence`)).toMatchObject({ status: 404, body: { code: 'orders.evidence_not_found' } });
  });

  test('keeps nothing for disputes of what no card and no Pix paid, or nobody can dispute any more', async () => {
    const [poor, old] = [await regular('Lia do Saldo'), await regular('Raul de Outrora')];
    await database.query(`update orders.payment set method = 'wallet' where order_id = $1`, [poor.orderId]);
    await database.query(`update orders."order" set placed_at = placed_at - interval '400 days', closed_at = closed_at - interval '400 days' where id = $1`, [old.orderId]);
    await afterTheShow(181);
    for (const { fan, email } of [poor, old]) {
      const { body } = await eventually(() => fan.expect(200, 'DELETE', 'me', { password: PASSWORD }));
      expect(body).toEqual({ keptForDisputes: null });
      await eventually(async () => expect(await tablesThatSay(email)).toEqual(['notifications.mailbox']));
    }
    expect(await database.query('select from orders.evidence where order_id = any($1)', [[poor.orderId, old.orderId]])).toEqual([]);
  });

  test('takes the person out of messages that were given up', async () => {
    const fan = new Client(house.url);
    const userId = await fan.signUp('Nara Parada');
    const { email } = (await fan.expect(200, 'GET', 'me')).body.user as { email: string };
    const given = [
      { type: 'orders.order_confirmed', payload: { userId, orderId: 'one', email, name: 'Nara Parada', address: '203.0.113.7', tickets: [{ label: 'A 1', holder: 'Nara Parada' }], products: [{ name: 'Camiseta' }] } },
      { type: 'payments.attempt_payment', payload: { paymentId: 'two', amountCents: 100, buyer: { name: 'Nara Parada', email: email.toUpperCase() } } },
      { type: 'payments.attempt_payment', payload: { paymentId: 'three', amountCents: 100, buyer: { name: 'Outra', email: 'outra@exemplo.com' } } },
    ];
    for (const { type, payload } of given) {
      await database.query(
        `insert into platform.dead_letter (consumer, message_id, type, version, key, payload, occurred_at, error, state, settled_at, note)
         values ('nobody', gen_random_uuid(), $1, 1, 'key', $2, platform.now(), $3, 'closed', platform.now(), 'seen to')`, [type, JSON.stringify(payload), `Error: nothing for ${payload.buyer?.email ?? email}`]);
    }
    await fan.expect(200, 'DELETE', 'me', { password: PASSWORD });
    const letters = await database.query<{ payload: object; error: string }>(`select payload, error from platform.dead_letter where consumer = 'nobody' order by id`);
    expect(letters).toMatchObject([
      { payload: { userId, orderId: 'one', email: 'nobody@forgotten.invalid', name: '', address: '::', tickets: [{ label: 'A 1', holder: null }], products: [{ name: 'Camiseta' }] }, error: 'Error: nothing for …' },
      { payload: { paymentId: 'two', amountCents: 100, buyer: { name: '', email: 'nobody@forgotten.invalid' } }, error: 'Error: nothing for …' },
      { payload: given[2]!.payload, error: 'Error: nothing for outra@exemplo.com' },
    ]);
    // One that is given up afterwards is found by whose it was.
    await database.query(`update platform.dead_letter set payload = $1 where consumer = 'nobody' and payload ->> 'orderId' = 'one'`, [JSON.stringify(given[0]!.payload)]);
    await database.query(`update identity.deletion set tell_at = platform.now() where user_id = $1`, [userId]);
    await house.app.get(AccountDeletion, { strict: false }).tellAgain();
    await eventually(async () => expect(await database.query(`select from platform.dead_letter where consumer = 'nobody' and payload::text like '%Nara%'`)).toEqual([]));
    await database.query(`delete from platform.dead_letter where consumer = 'nobody'`);
  });

  test('is forgotten by every part that can, though one of them fails', async () => {
    const { fan, userId, email, orderId } = await regular('Olga Emperrada');
    await eventually(async () => expect(await database.query(`select from notifications.mail where user_id = $1 and kind = 'order_confirmed' and state = 'sent'`, [userId])).toHaveLength(1));
    await afterTheShow();
    await database.query(`alter table orders."order" add constraint stuck check (id <> '${orderId}' or email <> 'nobody@forgotten.invalid')`);
    await eventually(async () => expect((await fan.call('DELETE', 'me', { password: PASSWORD })).status).toBe(200));
    // Orders come before tickets, the wallet and mails.
    await eventually(async () => expect(await tablesThatSay(email)).toEqual(['notifications.mailbox', 'orders."order"']));
    expect(await database.query('select from tickets.ticket where user_id = $1 and holder_name is not null', [userId])).toEqual([]);
    await database.query('alter table orders."order" drop constraint stuck');
    await database.query(`update identity.deletion set tell_at = platform.now() where user_id = $1`, [userId]);
    await house.app.get(AccountDeletion, { strict: false }).tellAgain();
    await eventually(async () => expect(await tablesThatSay(email)).toEqual(['notifications.mailbox', 'orders.evidence']));
    await database.query('delete from platform.dead_letter');
  });

  test('is told again for what arrived later, twice, and then no more', async () => {
    const fan = new Client(house.url);
    const userId = await fan.signUp('Caio Tardio');
    await until(async () => (await database.query(`select from notifications.mail where user_id = $1 and state = 'sent'`, [userId])).length === 1);
    await fan.expect(200, 'DELETE', 'me', { password: PASSWORD });
    const told = async () => (await database.query(`select from platform.event_log where type = 'identity.account_deleted' and key = $1`, [userId])).length;
    expect(await told()).toBe(1);
    await until(async () => (await database.query(`select from notifications.mail where user_id = $1 and kind <> 'account_deleted'`, [userId])).length === 0);
    // A letter that was noted down after everybody had forgotten.
    await database.query(
      `insert into notifications.mail (kind, subject_id, address, payload, state, tries, sent_at, message_id)
       values ('refund_delayed', gen_random_uuid(), 'caio@tardio.example', jsonb_build_object('userId', $1::text, 'name', 'Caio Tardio'), 'sent', 1, platform.now(), 'late')`, [userId]);
    const deletion = house.app.get(AccountDeletion, { strict: false });
    await deletion.tellAgain();
    expect(await told()).toBe(1);
    await database.query(`update identity.deletion set tell_at = platform.now() where user_id = $1`, [userId]);
    await deletion.tellAgain();
    await eventually(async () => expect(await tablesThatSay('caio@tardio.example')).toEqual([]));
    const [again] = await database.query<{ days: number }>(`select extract(day from tell_at - deleted_at)::int as days from identity.deletion where user_id = $1`, [userId]);
    expect(again).toEqual({ days: 40 });
    await database.query(`update identity.deletion set tell_at = platform.now() where user_id = $1`, [userId]);
    await deletion.tellAgain();
    await deletion.tellAgain();
    expect(await told()).toBe(3);
    expect(await database.query('select told, tell_at from identity.deletion where user_id = $1', [userId])).toEqual([{ told: 3, tell_at: null }]);
  });

  test('without a password needs a session that is fresh', async () => {
    const fan = new Client(house.url);
    const userId = await fan.signUp('Dora de Fora');
    await database.query('delete from identity.credential where user_id = $1', [userId]);
    await database.query(`update identity.session set created_at = created_at - interval '11 minutes' where user_id = $1`, [userId]);
    expect(await fan.call('DELETE', 'me')).toMatchObject({ status: 403, body: { code: 'identity.sign_in_again', withinSeconds: 600 } });
    await database.query(`update identity.session set created_at = platform.now() where user_id = $1`, [userId]);
    await fan.expect(200, 'DELETE', 'me');
  });

  test('is refused to the last administrator', async () => {
    const administrator = new Client(house.url);
    await administrator.signIn('administrator@catraca.example', 'catraca-demo');
    expect(await administrator.call('DELETE', 'me', { password: 'catraca-demo' })).toMatchObject({ status: 409, body: { code: 'identity.last_administrator' } });
  });
});
