import { eventually } from './eventually.js';
import type { TestDatabase } from './test-database.js';

// What waits, and who holds the lease that moves it: a message that never arrives is a riddle without them.
const UNDELIVERED = `
  select 'command to ' || o.channel || ' ' || o.type || ' in ' || o.partition as waiting, l.holder::text, l.expires_at > statement_timestamp() as held
  from platform.outbox o left join platform.lease l on l.name like '%' || o.channel || ':' || o.partition
  union all
  select r.consumer || ' has ' || r.position || ' of ' || p.position || ' in ' || r.channel || ' ' || r.partition, l.holder::text, l.expires_at > statement_timestamp()
  from platform.consumer_offset r join platform.event_partition p using (channel, partition) left join platform.lease l on l.name = 'events.' || r.consumer || ':' || r.partition
  where r.position < p.position`;

/** Every command and every event that was sent by now has been taken, with all its effects. */
export async function delivered(database: TestDatabase): Promise<void> {
  await eventually(async () => {
    const rows = await database.query<{ waiting: string; holder: string | null; held: boolean | null }>(UNDELIVERED);
    if (rows.length > 0) throw new Error(`still not taken: ${JSON.stringify(rows.slice(0, 20))}`);
  });
}
