import type { ChaosOffice } from './chaos-office.js';
import { Customer } from './customer.js';
import type { Plan } from './plan.js';
import type { Sale } from './sale.js';

/** Of the places that nobody bought so many holds are bought, the others only held and given back. */
const BOUGHT_MAX = 2;

/** Nothing is undersold: every place that was not sold can be held by somebody, all of them at once; and some are bought. Returns what could not. */
export async function takeTheRest(office: ChaosOffice, plan: Plan, sale: Sale): Promise<string[]> {
  const free = await freePlaces(office, sale);
  if (free === 0) return [];
  const { sessionTicketLimit } = plan.event;
  // Places need not lie together: in the worst case everybody gets a single one.
  const fans = await office.newFans(free);
  const held: { customer: Customer; id: string; quantity: number }[] = [];
  let left = free;
  for (const [number, fan] of fans.entries()) {
    if (left === 0) break;
    const customer = new Customer(fan, office, sale, { quantity: 1, ticketType: number % 2, doubleClick: false, wish: { kind: 'abandon' } }, number);
    const hold = await customer.hold(Math.min(left, sessionTicketLimit));
    if (typeof hold === 'string') return [`${left} of ${free} places that are free cannot be had: ${hold}`];
    held.push({ customer, ...hold });
    left -= hold.quantity;
  }
  if (left > 0) return [`${left} of ${free} places that are free were left when everybody held one`];
  await Promise.all(held.slice(BOUGHT_MAX).map(({ customer, id }) => customer.release(id)));
  const outcomes = await Promise.all(held.slice(0, BOUGHT_MAX).map(({ customer, id }) => customer.pay(id, 'tok_ok')));
  return outcomes.flatMap((outcome) => (outcome === 'confirmed' ? [] : [`a place of the rest was not sold: ${outcome}`]));
}

async function freePlaces({ database }: ChaosOffice, { eventId }: Sale): Promise<number> {
  const [stock] = await database.query<{ free: number }>('select (capacity - sold - held - promised - blocked)::int as free from inventory.stock where event_id = $1', [eventId]);
  return stock!.free;
}
