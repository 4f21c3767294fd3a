import type { INestApplication } from '@nestjs/common';
import { DemoCatalog } from '#catalog';
import { type DemoAccount, Identity } from '#identity';

/** Makes the demo's accounts and events where they are missing; a second call changes nothing. Returns who there is to sign in as. */
export async function loadDemo(app: INestApplication): Promise<{ accounts: DemoAccount[] }> {
  const accounts = await app.get(Identity).createDemoAccounts();
  const members = accounts.filter(({ role }) => role === 'organiser').map(({ userId }) => userId);
  await app.get(DemoCatalog).load(members);
  return { accounts };
}
