import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { IdentityDesk, newEmail, PASSWORD } from '../../test/support/identity-desk.js';
import type { TestDatabase } from '../../test/support/test-database.js';

let database: TestDatabase;
let { call, signUp, signIn, tokenOf, eventsOf } = {} as IdentityDesk;
beforeAll(async () => {
  ({ database, call, signUp, signIn, tokenOf, eventsOf } = await IdentityDesk.open());
});

describe('signing up', () => {
  test('makes only so many accounts an hour from one network, and none of its people is kept from signing in', async () => {
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const email = newEmail();
    expect((await signUp(email, from('2001:db8:7:7::1'))).status).toBe(201);
    const drawn = await database.query('update identity.attempt set count = 999 where count = 1 returning key');
    expect(drawn).toHaveLength(1);
    expect((await signUp(newEmail(), from('2001:db8:7:7::2'))).status).toBe(201);
    const refused = await signUp(newEmail(), from('2001:db8:7:7::3'));
    expect(refused).toMatchObject({ status: 429, body: { code: 'platform.too_many_requests' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
    expect((await signUp(newEmail(), from('2001:db8:7:8::1'))).status).toBe(201);
    expect((await signIn(email, PASSWORD, from('2001:db8:7:7::3'))).status).toBe(201);
    await database.advance(3_601);
    expect((await signUp(newEmail(), from('2001:db8:7:7::3'))).status).toBe(201);
  });

  test('makes an account and signs in at once', async () => {
    const { status, body, headers } = await call('POST', '/auth/sign-up', {
      body: { name: '  Ana   Souza ', email: 'Ana@Exemplo.com.BR', password: PASSWORD },
      headers: { 'accept-language': 'es-AR', 'user-agent': 'Um navegador' },
    });
    expect(status).toBe(201);
    expect(body.user).toMatchObject({ name: 'Ana Souza', email: 'ana@exemplo.com.br', role: 'fan', language: 'es', verifiedAt: null });
    expect(body.token).toBeUndefined();
    const cookie = headers.getSetCookie().find((each) => each.startsWith('catraca_session='));
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).not.toMatch(/Secure/);
    const session = await call('GET', '/auth/session', { headers: { cookie: cookie?.split(';')[0] as string } });
    expect(session.body.user).toEqual(body.user);
    expect(session.body.session).toMatchObject({ address: '127.0.0.1', userAgent: 'Um navegador' });
  });

  test('gives the token to clients that ask for it, and no cookie', async () => {
    const { body, headers } = await signUp();
    expect(headers.getSetCookie().some((each) => each.startsWith('catraca_session='))).toBe(false);
    expect((await call('GET', '/me', { token: body.token })).body.user).toEqual(body.user);
  });

  test('is refused for an address that has an account, however it is written', async () => {
    const email = newEmail();
    await signUp(email);
    expect(await signUp(email.toUpperCase())).toMatchObject({ status: 409, body: { code: 'identity.email_taken' } });
  });

  test('publishes who signed up and in, and asks for the mail that proves the address', async () => {
    const { body } = await signUp();
    const events = await eventsOf(body.user.id);
    expect(events.map(({ type }) => type).sort()).toEqual(['identity.signed_in', 'identity.user_signed_up', 'identity.verification_requested']);
  });

  test.each([
    [{ name: 'Ana', email: 'ana@exemplo.com' }, 'password'],
    [{ name: 'Ana', email: 'ana@exemplo.com', password: 'short' }, 'password'],
    [{ name: 'Ana', email: 'ana', password: PASSWORD }, 'email'],
    [{ name: ' ', email: 'ana@exemplo.com', password: PASSWORD }, 'name'],
    [{ name: 'Ana', email: 'ana@exemplo.com', password: 12_345_678_901 }, 'password'],
    [{ name: 'Ana', email: 'ana@exemplo.com', password: PASSWORD, language: 'fr' }, 'language'],
  ])('is refused with what is wrong in %j', async (body, path) => {
    const answer = await call('POST', '/auth/sign-up', { body });
    expect(answer.status).toBe(400);
    expect(answer.body.problems.map((problem: { path: string }) => problem.path)).toEqual([path]);
  });

  test('refuses unknown fields: nobody signs up as administrator', async () => {
    const email = newEmail();
    const answer = await call('POST', '/auth/sign-up', { body: { name: 'Ana', email, password: PASSWORD, role: 'administrator' } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'platform.invalid_request' } });
    expect(await database.query('select from identity.user where email = $1', [email])).toEqual([]);
  });
});

describe('administrators', () => {
  test('list, filter and search accounts page by page', async () => {
    const token = await tokenOf('administrator@catraca.example');
    const everybody: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await call('GET', `/users?limit=3${cursor && `&cursor=${cursor}`}`, { token });
      everybody.push(...body.items.map(({ id }: { id: string }) => id));
      if (!body.nextCursor) break;
      cursor = body.nextCursor;
    }
    expect(everybody).toEqual([...everybody].sort().reverse());
    expect(new Set(everybody).size).toBe((await database.query('select from identity.user')).length);
    const emails = async (query: string) => (await call('GET', `/users?${query}`, { token })).body.items.map(({ email }: { email: string }) => email);
    expect(await emails('search=FAN3')).toEqual(['fan3@catraca.example']);
    expect(await emails('search=rosa%20adm')).toEqual(['administrator@catraca.example']);
    expect(await emails('search=%25')).toEqual([]);
    expect(await emails('role=door')).toEqual(['door@catraca.example']);
    expect(await emails('suspended=true')).toEqual([]);
  });

  test.each(['/users?limit=0', '/users?limit=1000', '/users?cursor=x', '/users?role=king', '/users?sort=name', '/users?search=%00', '/users/x'])('are refused %s', async (path) => {
    expect((await call('GET', path, { token: await tokenOf('administrator@catraca.example') })).status).toBe(400);
  });

  test('suspend somebody at once, with a record of who did it from where', async () => {
    const token = await tokenOf('administrator@catraca.example');
    const fan = (await signUp()).body;
    expect((await call('GET', '/me', { token: fan.token })).status).toBe(200);
    const answer = await call('PATCH', `/users/${fan.user.id}`, { token, body: { suspended: true } });
    expect(answer.body.suspendedAt).not.toBeNull();
    expect((await call('GET', '/me', { token: fan.token })).status).toBe(401);
    expect(await signIn(fan.user.email)).toMatchObject({ status: 403, body: { code: 'identity.account_suspended' } });
    expect((await signIn(fan.user.email, 'a wrong password')).body.code).toBe('identity.wrong_credentials');
    expect((await eventsOf(fan.user.id)).map(({ type }) => type)).toContain('identity.user_suspended');
    const [act] = await eventsOf(`user:${fan.user.id}`);
    expect(act).toMatchObject({ type: 'audit.act_recorded', payload: { action: 'identity.change_user', data: { after: { suspended: true } }, personal: { address: '127.0.0.1' } } });
    await call('PATCH', `/users/${fan.user.id}`, { token, body: { suspended: false } });
    expect((await signIn(fan.user.email)).status).toBe(201);
  });

  test('give a role that holds from the next request on', async () => {
    const token = await tokenOf('administrator@catraca.example');
    const fan = (await signUp()).body;
    expect((await call('GET', '/users', { token: fan.token })).status).toBe(403);
    await call('PATCH', `/users/${fan.user.id}`, { token, body: { role: 'administrator' } });
    expect((await call('GET', '/users', { token: fan.token })).status).toBe(200);
    await call('PATCH', `/users/${fan.user.id}`, { token, body: { role: 'fan' } });
    expect((await call('GET', '/users', { token: fan.token })).status).toBe(403);
  });

  test('cannot touch their own account, or one that is not there', async () => {
    const { token, user } = (await signIn('administrator@catraca.example', 'catraca-demo')).body;
    expect((await call('PATCH', `/users/${user.id}`, { token, body: { role: 'fan' } })).body.code).toBe('identity.own_account');
    expect((await call('PATCH', `/users/${newId()}`, { token, body: { role: 'fan' } })).body.code).toBe('identity.user_not_found');
    for (const body of [{}, { role: 'king' }, { suspended: 'yes' }, { name: 'X' }]) {
      expect((await call('PATCH', `/users/${user.id}`, { token, body })).status).toBe(400);
    }
  });

  test.each(['fan', 'door', 'organiser'])('only: a %s is refused', async (role) => {
    const token = await tokenOf(`${role}@catraca.example`);
    expect((await call('GET', '/users', { token })).status).toBe(403);
    expect((await call('GET', '/users')).status).toBe(401);
  });
});
