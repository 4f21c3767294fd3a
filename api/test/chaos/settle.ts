import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosOffice } from './chaos-office.js';
import { flawsOfMoney } from './flaws.js';

/** Longer than a call to a gateway may take (6 s): what is older than this is nobody's call any more, and the clock may be moved. */
const CALLS_MS_MAX = 7_000;
/** What has not changed for so long, though time was moved on all the while, is stuck: longer than a dead process's leases and a restart on a busy machine. */
const STUCK_MS = 60_000;
/** However much goes on. */
const REST_MS_MAX = 600_000;
const LOOK_EVERY_MS = 100;
/** Whatever acts does so within half a second; when nothing has changed for longer, everybody waits for a deadline. */
const STILL_MS = 700;
const STEP_SECONDS = 20;

/** What is still on its way in the whole house, one line each; the sale is over when there is none. */
const OPEN = `
  select 'message ' || kind || ' ' || type as what, key as subject from platform.outbox
  union all
  select 'unread by ' || read.consumer || ': ' || read.channel, read.partition::text
    from platform.consumer_offset read join platform.event_partition last using (channel, partition) where read.position < last.position
  union all
  select 'order ' || state, id::text from orders."order" where state in ('awaiting_payment', 'payment_failed')
  union all
  select 'hold ' || state, id::text from inventory.hold where state = 'held'
  union all
  select 'stock: held ' || held || ', promised ' || promised, event_id::text from inventory.stock where held > 0 or promised > 0
  union all
  select 'payment ' || state, id::text from wallet.payment where state in ('created', 'awaiting_gateway', 'presented', 'cancelling') or refunding_cents > 0
  union all
  select 'attempt ' || state, id::text from payments.attempt where state in ('pending', 'in_flight', 'unknown', 'authorized')
  union all
  select 'refund ' || state, id::text from payments.refund where state = 'pending'
  union all
  select 'mail ' || state, subject_id::text from notifications.mail where state = 'waiting'
  union all
  select 'admission ' || state, id::text from waiting_room.admission where state = 'open'
  union all
  select 'place in the line ' || entry.state, event_id || ' ' || entry
    from waiting_room.entry join waiting_room.line using (event_id) join inventory.stock using (event_id)
    where entry.state in ('waiting', 'called', 'lapsed') and line.state <> 'closed' and stock.sold < stock.capacity`;

/**
 * Calls to the gateways that began before the faults ended are over. The product counts on a call's longest time: were the
 * clock moved before, it would be told that this has passed while it has not.
 */
export async function untilCallsAreOver(office: ChaosOffice): Promise<void> {
  const callsOpen = `select from payments.attempt where state in ('pending', 'in_flight', 'unknown') and method = 'card' limit 1`;
  const deadline = performance.now() + CALLS_MS_MAX;
  while (performance.now() < deadline && (await office.database.query(callsOpen)).length > 0) await delay(LOOK_EVERY_MS);
}

/** Moves time on until nothing is on its way; what is then still open never ends by itself, and is returned. */
export async function comeToRest(office: ChaosOffice): Promise<string[]> {
  let before = '';
  let changedAt = performance.now();
  let movedAt = changedAt;
  for (const deadline = changedAt + REST_MS_MAX; ; await delay(LOOK_EVERY_MS)) {
    const open = await openIn(office);
    if (open.length === 0) return [];
    const now = performance.now();
    if (now > Math.min(deadline, changedAt + STUCK_MS)) return open;
    const seen = open.sort().join();
    if (seen !== before) [before, changedAt] = [seen, now];
    if (now - Math.max(changedAt, movedAt) < STILL_MS) continue;
    await office.pass(STEP_SECONDS);
    movedAt = performance.now();
  }
}

/** Late money has bought or goes back; where its webhook is lost, it is found when the house comes to rest. */
export async function untilMoneyIsDecided(office: ChaosOffice): Promise<void> {
  const deadline = performance.now() + CALLS_MS_MAX;
  while (performance.now() < deadline && (await flawsOfMoney(office)).length > 0) await delay(LOOK_EVERY_MS);
}

async function openIn(office: ChaosOffice): Promise<string[]> {
  const rows = await office.database.query<{ what: string; subject: string }>(OPEN);
  // Money that a provider has and nobody has told us of: its webhook is on the way, or lost, and then somebody asks.
  return rows.length > 0 ? rows.map(({ what, subject }) => `${what} ${subject}`) : flawsOfMoney(office);
}
