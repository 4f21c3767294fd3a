import { until } from './eventually.js';
import type { TestDatabase } from './test-database.js';

const undelivered = `select from platform.outbox union all
  select from platform.consumer_offset o join platform.event_partition p using (channel, partition) where o.position < p.position`;

/** Every command and every event that was sent by now has been taken, with all its effects. */
export async function delivered(database: TestDatabase): Promise<void> {
  await until(async () => (await database.query(undelivered)).length === 0, 'all messages to be taken');
}
