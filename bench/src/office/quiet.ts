import { setTimeout as delay } from 'node:timers/promises';
import type { BoxOffice } from './box-office.ts';
import { usageOf } from './processes.ts';

/** Longer than the messages of any round take to be consumed on a busy machine. */
const QUIET_SECONDS_MAX = 120;
const LOOK_EVERY_MS = 500;
/** An idle box office with its polls and ticks takes about a twentieth of a core. */
const IDLE_CORES = 0.2;

/**
 * Waits until what a round has left behind is done, so that the next one does not pay for it: messages, audit log, the codes that were
 * used up. Mails are thrown away instead: the PDFs of ten thousand tickets take half a minute, and are measured by themselves.
 * False when it was still busy at the end of its patience.
 */
export async function quiet({ database, pid }: BoxOffice, { mails = 'discard' }: { mails?: 'discard' | 'send' } = {}): Promise<boolean> {
  const deadline = performance.now() + QUIET_SECONDS_MAX * 1_000;
  while (performance.now() < deadline) {
    if (mails === 'discard') await database.query(`delete from notifications.mail where state = 'waiting'`);
    const before = usageOf(pid);
    const since = performance.now();
    await delay(LOOK_EVERY_MS);
    const after = usageOf(pid);
    const cores = before && after ? (after.cpuSeconds.api - before.cpuSeconds.api) / ((performance.now() - since) / 1_000) : 0;
    if (cores < IDLE_CORES && (await unfinished(database)) === 0) return true;
  }
  return false;
}

/** Messages that somebody has still to consume, and mails to be sent. */
async function unfinished(database: BoxOffice['database']): Promise<number> {
  return database.number(`
    select (select count(*) from (select from platform.outbox limit 1000) as waiting)
      + (select count(*) from notifications.mail where state = 'waiting')
      + coalesce((select sum(place.position - read.position)
          from platform.consumer_offset read join platform.event_partition place using (channel, partition)), 0)`);
}
