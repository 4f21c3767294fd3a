import type { ChaosOffice } from './chaos-office.js';
import { Customer } from './customer.js';
import type { Plan } from './plan.js';
import type { Sale } from './sale.js';

/** So many buy; what they leave is only held and given back. */
const BUYERS = 2;
/** On a busy machine windows of five seconds close before anybody is served, and scattered places go one by one; no defect, unless it happens every time. */
const ROUNDS_MAX = 12;
const TOO_SLOW = ['gave up waiting', 'expired', 'orders.hold_expired', 'line.admission_expired', 'line.turn_missed'];
/** After that whoever was too slow is in nobody's way any more: longer than any plan's claim. */
const MAKES_ROOM_SECONDS = 30;

/** Nothing is undersold: of what was not sold some is bought, and all the rest can be held by others at the same time, `whileTaken` meanwhile. Returns what could not. */
export async function takeTheRest(office: ChaosOffice, plan: Plan, sale: Sale, whileTaken: () => Promise<void>): Promise<string[]> {
  const limit = plan.event.sessionTicketLimit;
  const bought = await inRounds(office, sale, (free, had) => Math.min(Math.ceil(free / limit), BUYERS - had), async (customer) => {
    const held = await customer.hold(limit);
    return typeof held === 'string' ? held : customer.pay(held.id, 'tok_ok');
  }, 'confirmed');
  if (bought !== null) return [`of the places that are free none can be bought: ${bought}`];
  const held: { customer: Customer; id: string }[] = [];
  const had = await inRounds(office, sale, (free) => Math.ceil(free / limit), async (customer) => {
    const own = await customer.hold(limit);
    if (typeof own === 'string') return own;
    held.push({ customer, id: own.id });
    return 'held';
  }, 'held');
  if (had !== null) return [`places that are free cannot be had: ${had}`];
  await whileTaken();
  await Promise.all(held.map(({ customer, id }) => customer.release(id)));
  return [];
}

/**
 * As many as `wanted` says of the free places come at once, and others again while there are free ones. Null when all went `well`, else why
 * somebody did not get what was free.
 */
async function inRounds(office: ChaosOffice, sale: Sale, wanted: (free: number, had: number) => number, visit: (customer: Customer) => Promise<string>, well: string): Promise<string | null> {
  let had = 0;
  let refusals: string[] = [];
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const count = wanted(await freePlaces(office, sale), had);
    if (count <= 0) return null;
    const fans = await office.newFans(count);
    const outcomes = await Promise.all(fans.map((fan, number) => visit(new Customer(fan, office, sale, { quantity: 1, ticketType: number % 2, doubleClick: false, leavesTheLine: true, wish: { kind: 'abandon' } }, number))));
    const good = outcomes.filter((outcome) => outcome === well).length;
    had += good;
    refusals = outcomes.filter((outcome) => outcome !== well);
    if (refusals.some((outcome) => TOO_SLOW.includes(outcome))) await office.pass(MAKES_ROOM_SECONDS);
    else if (good === 0) break;
  }
  return refusals.join(', ');
}

async function freePlaces({ database }: ChaosOffice, { eventId }: Sale): Promise<number> {
  const [stock] = await database.query<{ free: number }>('select (capacity - sold - held - promised - blocked)::int as free from inventory.stock where event_id = $1', [eventId]);
  return stock!.free;
}
