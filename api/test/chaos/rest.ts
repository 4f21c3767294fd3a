import type { ChaosOffice } from './chaos-office.js';
import { Customer } from './customer.js';
import type { Plan } from './plan.js';
import type { Sale } from './sale.js';

/** So many buy; what they leave is only held and given back. */
const BUYERS = 2;
/** On a busy machine windows of five seconds close before anybody is served; no defect, unless it happens every time. */
const TRIES_MAX = 5;
const TOO_SLOW = ['gave up waiting', 'expired', 'orders.hold_expired', 'line.admission_expired', 'line.turn_missed'];
/** After that whoever was too slow is in nobody's way any more: longer than any plan's claim. */
const MAKES_ROOM_SECONDS = 30;
/** Places of the largest house; with windows that close faster than the machine works this would go on for ever. */
const HOLDS_MAX = 60;

/** Nothing is undersold: of what was not sold some is bought, and all the rest can be held by others at the same time. Returns what could not. */
export async function takeTheRest(office: ChaosOffice, plan: Plan, sale: Sale): Promise<string[]> {
  const limit = plan.event.sessionTicketLimit;
  for (let buyer = 0; buyer < BUYERS && (await freePlaces(office, sale)) > 0; buyer += 1) {
    const outcome = await patiently(office, sale, async (customer) => {
      const held = await customer.hold(limit);
      return typeof held === 'string' ? held : customer.pay(held.id, 'tok_ok');
    });
    if (outcome !== 'confirmed') return [`of the places that are free none can be bought: ${outcome}`];
  }
  const held: { customer: Customer; id: string }[] = [];
  // Places need not lie together: in the worst case everybody gets a single one. Who holds too long on a busy machine makes room for others.
  for (let left = await freePlaces(office, sale); left > 0; left = await freePlaces(office, sale)) {
    const hold = await patiently(office, sale, async (customer) => {
      const own = await customer.hold(Math.min(left, limit));
      return typeof own === 'string' ? own : { customer, id: own.id };
    });
    if (typeof hold === 'string') return [`${left} places that are free cannot be had: ${hold}`];
    if (held.push(hold) > HOLDS_MAX) break;
  }
  await Promise.all(held.map(({ customer, id }) => customer.release(id)));
  return [];
}

/** Somebody new each time, as long as it was only too slow. */
async function patiently<Result>(office: ChaosOffice, sale: Sale, visit: (customer: Customer) => Promise<Result | string>): Promise<Result | string> {
  let result: Result | string = '';
  for (const [number, fan] of (await office.newFans(TRIES_MAX)).entries()) {
    result = await visit(new Customer(fan, office, sale, { quantity: 1, ticketType: number % 2, doubleClick: false, wish: { kind: 'abandon' } }, number));
    if (typeof result !== 'string' || !TOO_SLOW.includes(result)) return result;
    await office.pass(MAKES_ROOM_SECONDS);
  }
  return result;
}

async function freePlaces({ database }: ChaosOffice, { eventId }: Sale): Promise<number> {
  const [stock] = await database.query<{ free: number }>('select (capacity - sold - held - promised - blocked)::int as free from inventory.stock where event_id = $1', [eventId]);
  return stock!.free;
}
