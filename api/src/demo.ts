import type { INestApplication } from '@nestjs/common';
import { DemoCatalog } from '#catalog';
import { Identity } from '#identity';

/** Makes the demo's accounts and events where they are missing; a second call changes nothing. */
export async function loadDemo(app: INestApplication): Promise<void> {
  const accounts = await app.get(Identity).createDemoAccounts();
  const members = accounts.filter(({ role }) => role === 'organiser').map(({ userId }) => userId);
  await app.get(DemoCatalog).load(members);
}
