import { beforeAll, beforeEach, expect, test } from 'vitest';
import { TestDatabase } from '../../../test/support/test-database.js';
import { sessionsByDecree, startHouse } from '../../../test/support/test-house.js';
import { newId } from '#platform';
import { Housekeeping } from './housekeeping.job.js';

let database: TestDatabase;
let housekeeping: Housekeeping;
beforeAll(async () => {
  database = await TestDatabase.create();
  const house = await startHouse(database, [sessionsByDecree({})]);
  housekeeping = house.app.get(Housekeeping, { strict: false });
});
beforeEach(async () => {
  for (const table of ['event_log', 'event_partition', 'consumer_offset', 'inbox']) await database.query(`delete from platform.${table}`);
});

/** Events at positions 1, 2 … of a partition, so many days old; consumers have read up to `read`. */
async function logged(partition: number, daysOld: number[], read: Record<string, number> = {}): Promise<void> {
  await database.query(`insert into platform.event_partition (channel, partition, position) values ('shop', $1, $2)`, [partition, daysOld.length]);
  await database.query(
    `insert into platform.event_log (channel, partition, position, message_id, type, version, key, payload, occurred_at, logged_at)
     select 'shop', $1, position, gen_random_uuid(), 'shop.sold', 1, '', '{}', now(), now() - days * interval '1 day' from unnest($2::float8[]) with ordinality as age (days, position)`,
    [partition, daysOld],
  );
  for (const [consumer, position] of Object.entries(read)) {
    await database.query(`insert into platform.consumer_offset (consumer, channel, partition, position) values ($1, 'shop', $2, $3)`, [consumer, partition, position]);
  }
}

const kept = async (partition: number) =>
  (await database.query<{ position: number }>('select position from platform.event_log where partition = $1 order by position', [partition])).map(({ position }) => position);

/** The id that a message of that age has. */
function idOfAge(days: number): string {
  const time = (Date.now() - days * 86_400_000).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}${newId().slice(13)}`;
}

async function received(consumer: string, madeDaysAgo: number, receivedDaysAgo = madeDaysAgo): Promise<string> {
  const id = idOfAge(madeDaysAgo);
  await database.query(`insert into platform.inbox (consumer, message_id, received_at) values ($1, $2, now() - $3 * interval '1 day')`, [consumer, id, receivedDaysAgo]);
  return id;
}

test('the log forgets what is older than a week and read by everybody, in each partition', async () => {
  await logged(1, [9, 8, 7.5, 6, 0], { mail: 5, audit: 2 });
  await logged(2, [9, 8], { mail: 2, audit: 2 });
  await logged(3, [3, 2], { mail: 2, audit: 2 });
  await logged(4, [30, 8]);
  await housekeeping.purge();
  expect(await kept(1)).toEqual([3, 4, 5]);
  expect(await kept(2)).toEqual([]);
  expect(await kept(3)).toEqual([1, 2]);
  // Nobody listens.
  expect(await kept(4)).toEqual([]);
});

test('the inbox forgets what was made and came more than thirty days ago, of every consumer', async () => {
  for (const consumer of ['audit', 'orders', 'wallet']) await received(consumer, 31);
  const young = await received('orders', 29);
  // A dead letter that somebody sent again yesterday.
  const late = await received('orders', 60, 1);
  await housekeeping.purge();
  const left = (await database.query<{ message_id: string }>('select message_id from platform.inbox')).map(({ message_id: id }) => id);
  expect(left.toSorted()).toEqual([young, late].toSorted());
});

test('more than one bite is forgotten at a time', async () => {
  await database.query(
    `insert into platform.inbox (consumer, message_id, received_at)
     select 'wallet', (lpad(to_hex(1600000000000 + n), 12, '0') || '70008000000000000000')::uuid, now() - interval '40 days' from generate_series(1, 12000) as n`,
  );
  await housekeeping.purge();
  expect(await database.query('select from platform.inbox')).toEqual([]);
});
