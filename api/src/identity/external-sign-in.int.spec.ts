import { createSigner } from 'fast-jwt';
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#platform';
import { TestDatabase } from '../../test/support/test-database.js';
import { startHouse, type TestHouse } from '../../test/support/test-house.js';
import { AccountsModule, IdentityModule } from './index.js';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pem = (key: typeof privateKey) => key.export({ format: 'pem', type: 'pkcs8' }) as string;

/** A provider of our own: signs in whoever `person` is, and keeps to the protocol unless told otherwise. */
class TestProvider {
  person: Record<string, unknown> = {};
  /** What its user info says of the person. */
  about: Record<string, unknown> = {};
  signingKey = privateKey;
  down = false;
  private readonly codes = new Map<string, { nonce: string; challenge: string }>();
  private constructor(private readonly server: Server) {}

  static async start(): Promise<TestProvider> {
    const provider: TestProvider = new TestProvider(
      createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          const [status, answer] = provider.answer(request.url as string, new URLSearchParams(body));
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
        });
      }),
    );
    await new Promise<void>((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
    afterAll(() => void provider.server.close());
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What the provider's own page does: the person agrees, and is sent back with a code. */
  agree(authorizationUrl: string): string {
    const asked = new URL(authorizationUrl).searchParams;
    const code = randomUUID();
    this.codes.set(code, { nonce: asked.get('nonce') as string, challenge: asked.get('code_challenge') as string });
    const answer = new URLSearchParams({ code, state: asked.get('state') as string, iss: this.issuer });
    return `${asked.get('redirect_uri')}?${answer.toString()}`;
  }

  private answer(path: string, body: URLSearchParams): [number, object] {
    if (this.down) return [502, {}];
    if (path.startsWith('/.well-known')) {
      return [200, {
        issuer: this.issuer, authorization_endpoint: `${this.issuer}/authorize`, token_endpoint: `${this.issuer}/token`, jwks_uri: `${this.issuer}/jwks`, userinfo_endpoint: `${this.issuer}/about`,
        response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
      }];
    }
    if (path === '/jwks') return [200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] }];
    if (path === '/about') return [200, this.about];
    const asked = this.codes.get(body.get('code') ?? '');
    const challenge = createHash('sha256').update(body.get('code_verifier') ?? '').digest('base64url');
    if (path !== '/token' || !asked || asked.challenge !== challenge) return [400, { error: 'invalid_grant' }];
    this.codes.delete(body.get('code') as string);
    const sign = createSigner({ key: pem(this.signingKey), algorithm: 'RS256', kid: 'one' });
    const now = Math.floor(Date.now() / 1_000);
    const id_token = sign({ iss: this.issuer, aud: 'catraca', exp: now + 60, iat: now, nonce: asked.nonce, ...this.person });
    return [200, { access_token: 'x', token_type: 'bearer', id_token }];
  }
}

let database: TestDatabase;
let house: TestHouse;
let provider: TestProvider;
beforeAll(async () => {
  database = await TestDatabase.create();
  provider = await TestProvider.start();
  house = await startHouse(database, [IdentityModule, AccountsModule], {
    OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'catraca', OIDC_CLIENT_SECRET: 'a secret between the two', PUBLIC_URL: 'http://tickets.example', FIRST_ADMINISTRATOR_EMAIL: 'rosa@exemplo.com',
  });
});
beforeEach(() => Object.assign(provider, { down: false, signingKey: privateKey }));

const visit = (path: string, cookies: string[] = []) => fetch(`${house.url}${path}`, { redirect: 'manual', headers: { cookie: cookies.map((each) => each.split(';')[0]).join('; ') } });
const pathOf = (url: string) => `${new URL(url).pathname}${new URL(url).search}`;
const sessionOf = (answer: Response) => answer.headers.getSetCookie().find((each) => each.startsWith('catraca_session='));
const me = async (answer: Response) => ((await (await visit('/api/v1/me', [sessionOf(answer) as string])).json()) as { user: Record<string, string | null> }).user;
const newPerson = (about: object = {}) => ({ sub: newId(), email: `${newId()}@exemplo.com`, email_verified: true, name: 'Ana Souza', ...about });

/** There and back in one browser; `altered` may bend the way back. */
async function comeBy(person: Record<string, unknown>, altered: (url: string) => string = (url) => url, query = ''): Promise<Response> {
  provider.person = person;
  const there = await visit(`/api/v1/auth/oidc${query}`);
  expect(there.status).toBe(302);
  return visit(pathOf(altered(provider.agree(there.headers.get('location') as string))), there.headers.getSetCookie());
}
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
const signUp = async (email: string) => {
  const answer = await fetch(`${house.url}/api/v1/auth/sign-up?transport=token`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Ana', email, password: 'uma senha comprida' }),
  });
  return (await answer.json()) as { token: string; user: { id: string } };
};

test('somebody new comes in with an account that is verified at once', async () => {
  const person = newPerson();
  const answer = await comeBy(person);
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/']);
  expect(await me(answer)).toMatchObject({ email: person.email, name: 'Ana Souza', role: 'fan', verifiedAt: expect.any(String) as string });
});

test('the same person comes back to the same account, whatever the e-mail says by then', async () => {
  const person = newPerson();
  const first = await me(await comeBy(person));
  expect((await me(await comeBy({ ...person, email: 'changed@exemplo.com' })))['id']).toBe(first['id']);
});

test('a proven address joins the account that had proven it too, and its password stays', async () => {
  const person = newPerson();
  const { user } = await signUp(person.email);
  await database.query('update identity.user set verified_at = platform.now() where id = $1', [user.id]);
  expect((await me(await comeBy(person)))['id']).toBe(user.id);
  expect(await database.query('select from identity.credential where user_id = $1', [user.id])).toHaveLength(1);
});

test('who signed up with somebody’s address without proving it loses the account to its owner', async () => {
  const person = newPerson();
  const squatter = await signUp(person.email);
  expect((await me(await comeBy(person)))['id']).toBe(squatter.user.id);
  expect(await database.query('select from identity.credential where user_id = $1', [squatter.user.id])).toHaveLength(0);
  expect((await fetch(`${house.url}/api/v1/me`, { headers: { authorization: `Bearer ${squatter.token}` } })).status).toBe(401);
});

test('an address that the third party has not proven opens nobody’s account', async () => {
  const person = newPerson({ email_verified: false });
  await signUp(person.email);
  expect(await codeOf(await comeBy(person))).toBe('identity.third_party_email_unproven');
});

test('an unproven new address has to be proven by mail', async () => {
  expect(await me(await comeBy(newPerson({ email_verified: false })))).toMatchObject({ verifiedAt: null });
});

test('an address that is told only to those who ask for it is asked for', async () => {
  const { email, ...person } = newPerson();
  provider.about = { sub: person.sub, email };
  expect(await me(await comeBy(person))).toMatchObject({ email });
  provider.about = { sub: 'somebody-else', email };
  expect(await codeOf(await comeBy({ ...person, sub: newId() }))).toBe('identity.third_party_refused');
});

test('nobody comes in without an address', async () => {
  const person = newPerson({ email: undefined });
  provider.about = { sub: person.sub };
  expect(await codeOf(await comeBy(person))).toBe('identity.third_party_refused');
});

test('two first visits at once make one account', async () => {
  const person = newPerson();
  const answers = await Promise.all(Array.from({ length: 6 }, () => comeBy(person)));
  expect(answers.map(({ status }) => status)).toEqual(Array<number>(6).fill(302));
  expect(await database.query('select from identity.user where email = $1', [person.email])).toHaveLength(1);
});

test('the first administrator is whoever proves the configured address', async () => {
  expect(await me(await comeBy(newPerson({ email: 'rosa@exemplo.com' })))).toMatchObject({ role: 'administrator' });
});

test('who was on the way somewhere comes out there, and the third party is told nothing of it', async () => {
  const query = `?return=${encodeURIComponent('/pt/checkout/019aa000?try=2#pay')}`;
  const answer = await comeBy(newPerson(), (url) => (expect(decodeURIComponent(url)).not.toContain('checkout'), url), query);
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/pt/checkout/019aa000?try=2#pay']);
});

test.each(['https://evil.example', '//evil.example', String.raw`/\evil.example`, '/a/..//evil.example', '/\t/evil.example', 'javascript:alert(1)', '/api/v1/me', '/pt\r\nset-cookie: a=b'])('nobody is led to %j', async (path) => {
  const answer = await comeBy(newPerson(), undefined, `?return=${encodeURIComponent(path)}`);
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/']);
});

test('only the browser that began says where it goes, and by itself it cannot change it', async () => {
  provider.person = newPerson();
  const there = await visit('/api/v1/auth/oidc?return=/pt/tickets');
  const back = pathOf(provider.agree(there.headers.get('location') as string));
  const cookie = there.headers.getSetCookie().find((each) => each.startsWith('catraca_oidc='))?.split(';')[0] as string;
  const [header, claims, signature] = cookie.split('=')[1]!.split('.');
  const bent = { ...(JSON.parse(Buffer.from(claims!, 'base64url').toString()) as object), returnTo: 'https://evil.example' };
  expect(bent).toHaveProperty('state');
  const answer = await visit(`${back}&return=https://evil.example`, [`catraca_oidc=${header}.${Buffer.from(JSON.stringify(bent)).toString('base64url')}.${signature}`]);
  expect([answer.status, answer.headers.get('location')]).toEqual([401, null]);
  const honest = await visit(`${back}&return=https://evil.example`, [cookie]);
  expect([honest.status, honest.headers.get('location')]).toEqual([302, '/pt/tickets']);
});

test('a browser that is refused is led to the page for signing in, and from there still to where it was going', async () => {
  const pages = await startHouse(database, [IdentityModule, AccountsModule], { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'catraca', OIDC_CLIENT_SECRET: 'x', PUBLIC_URL: 'http://tickets.example', WEB_URL: 'http://127.0.0.1:9' });
  provider.person = newPerson();
  const ask = (path: string, accept: string, cookies: string[] = []) => fetch(`${pages.url}${path}`, { redirect: 'manual', headers: { accept, cookie: cookies.map((each) => each.split(';')[0]).join('; ') } });
  const refused = async (accept: string) => {
    const there = await ask('/api/v1/auth/oidc?return=/pt/checkout/019aa000', accept);
    const back = pathOf(provider.agree(there.headers.get('location') as string)).replace(/code=[^&]*/, 'error=access_denied');
    return ask(back, accept, there.headers.getSetCookie());
  };
  const browser = await refused('text/html,application/xhtml+xml,*/*;q=0.8');
  expect([browser.status, browser.headers.get('location')]).toEqual([302, '/sign-in?refused=identity.third_party_refused&return=%2Fpt%2Fcheckout%2F019aa000']);
  expect(sessionOf(browser)).toBeUndefined();
  expect((await refused('application/json')).status, 'a program is told as programs are').toBe(401);
  const unasked = await ask('/api/v1/auth/oidc/callback?code=x&state=y', 'text/html');
  expect(unasked.headers.get('location'), 'nobody knows where that was going').toBe('/sign-in?refused=identity.third_party_refused');
  await pages.close();
});

test('a suspended account stays out', async () => {
  const person = newPerson();
  await comeBy(person);
  await database.query(`
    with suspended as (update identity.user set suspended_at = platform.now() where email = $1 returning id)
    update identity.session set ended_at = platform.now(), ended_because = 'suspended' from suspended where user_id = suspended.id and ended_at is null`, [person.email]);
  expect(await codeOf(await comeBy(person))).toBe('identity.account_suspended');
});

test.each<[string, (url: string) => string]>([
  ['another state', (url) => url.replace(/state=[^&]*/, 'state=other')],
  ['an unknown code', (url) => url.replace(/code=[^&]*/, 'code=unknown')],
  ['a refusal', (url) => url.replace(/code=[^&]*/, 'error=access_denied')],
  ['nothing', (url) => url.split('?')[0] as string],
])('coming back with %s opens nothing', async (_what, altered) => {
  const answer = await comeBy(newPerson(), altered);
  expect(answer.status).toBe(401);
  expect(sessionOf(answer)).toBeUndefined();
});

test('an answer meant for another browser opens nothing in this one', async () => {
  provider.person = newPerson();
  const there = await visit('/api/v1/auth/oidc');
  const back = pathOf(provider.agree(there.headers.get('location') as string));
  expect((await visit(back)).status).toBe(401);
  const own = await visit('/api/v1/auth/oidc');
  expect((await visit(back, own.headers.getSetCookie())).status).toBe(401);
});

test('an ID token that somebody else has signed opens nothing', async () => {
  provider.signingKey = stranger.privateKey;
  expect(await codeOf(await comeBy(newPerson()))).toBe('identity.third_party_refused');
});

test('an ID token for another client or of another issuer opens nothing', async () => {
  expect((await comeBy(newPerson({ aud: 'somebody-else' }))).status).toBe(401);
  expect((await comeBy(newPerson({ iss: 'http://evil.example' }))).status).toBe(401);
  expect((await comeBy(newPerson({ nonce: 'replayed' }))).status).toBe(401);
});

test('a third party that is down is said to be, and asked again later', async () => {
  const other = await startHouse(database, [IdentityModule, AccountsModule], { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'catraca', OIDC_CLIENT_SECRET: 'x' });
  provider.down = true;
  const begin = () => fetch(`${other.url}/api/v1/auth/oidc`, { redirect: 'manual' });
  expect((await begin()).status).toBe(503);
  provider.down = false;
  expect((await begin()).status).toBe(302);
  await other.close();
});

test('without configuration the routes say so', async () => {
  const plain = await startHouse(database, [IdentityModule, AccountsModule]);
  const answer = await fetch(`${plain.url}/api/v1/auth/oidc`, { redirect: 'manual' });
  expect([answer.status, await codeOf(answer)]).toEqual([404, 'identity.third_party_not_configured']);
  await plain.close();
});
