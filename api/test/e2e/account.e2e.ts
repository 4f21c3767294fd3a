import { beforeAll, expect, test } from 'vitest';
import { Identity } from '#identity';
import { modulesOf } from '../../src/services.js';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { checkInvariants } from '../../src/verify/invariants.js';
import { TestDatabase } from '../support/test-database.js';
import { startHouse, type TestHouse } from '../support/test-house.js';

let database: TestDatabase;
let house: TestHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  house = await startHouse(database, modulesOf({ service: 'all' }));
  await house.app.get(Identity).createDemoAccounts();
});

/** The secret behind the link of the newest mail with this subject to an address. */
function mailedSecret(client: Client, to: string, subject: string): Promise<string> {
  return eventually(async () => {
    const { body: mailbox } = await client.expect<{ items: { id: string; subject: string }[] }>(200, 'GET', `/mailbox?format=json&to=${encodeURIComponent(to)}`);
    const mail = mailbox.items.find((each) => each.subject === subject);
    const { body } = await client.expect<{ text: string }>(200, 'GET', `/mailbox/${mail?.id}?format=json`);
    return /#([\w-]{43})/.exec(body.text)?.[1] as string;
  });
}

test('a fan signs up, proves the address by mail, forgets the password and comes back; the administrator reads all of it', async () => {
  const fan = new Client(house.url);
  const userId = await fan.signUp();
  const { body: me } = await fan.expect(200, 'GET', 'me');
  const email = me.user.email as string;
  await fan.expect(200, 'PATCH', 'me', { language: 'en' });

  await fan.expect(204, 'POST', 'auth/verify-email', { token: await mailedSecret(fan, email, 'Confirm your e-mail address') });
  expect((await fan.call('GET', 'me')).body.user.verifiedAt).not.toBeNull();

  await fan.expect(202, 'POST', 'auth/password-reset', { email });
  await fan.expect(204, 'POST', 'auth/reset-password', { token: await mailedSecret(fan, email, 'Choose a new password'), password: 'another horse battery' });
  await fan.expect(401, 'GET', 'me');
  await fan.signIn(email, 'another horse battery');
  await fan.expect(200, 'GET', 'me');

  const administrator = new Client(house.url);
  await administrator.signIn('administrator@catraca.example', 'catraca-demo');
  await administrator.expect(200, 'PATCH', `users/${userId}`, { suspended: true });
  await fan.expect(401, 'GET', 'me');

  await eventually(async () => {
    const { body } = await administrator.expect<{ items: { action: string }[] }>(200, 'GET', `audit?target=user:${userId}`);
    // Messages of different keys may be chained in another order than they were sent in.
    const actions = body.items.map(({ action }) => action).toSorted((a, b) => a.localeCompare(b));
    expect(actions).toEqual(['identity.change_user', 'identity.sign_in', 'identity.sign_in', 'identity.sign_up']);
  });
  expect((await administrator.call('GET', 'audit/chain')).body).toMatchObject({ intact: true });
  const findings = (await checkInvariants({ main: database.url }, '0 seconds')).filter(({ id }) => ['I8', 'I10'].includes(id));
  expect(findings.map(({ id, rows, error }) => ({ id, rows, error }))).toEqual(findings.map(({ id }) => ({ id, rows: [], error: undefined })));
  expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(['I8', 'I10']));
});
