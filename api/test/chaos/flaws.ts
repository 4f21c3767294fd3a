import { checkInvariants } from '../../src/verify/invariants.js';
import { describeFindings, isBroken } from '../../src/verify/report.js';
import type { BookedCharge } from '../support/simulators.js';
import type { ChaosOffice } from './chaos-office.js';
import type { Customer } from './customer.js';
import type { Sale } from './sale.js';

/** Not zero, which some invariants take for a system that is busy; at rest nothing is so young that it may be left out. */
const REST = '1 millisecond';

/** Everything that is not as it must be when the dust has settled, in sentences; none is what a run is for. */
export async function flawsOf(office: ChaosOffice, sale: Sale, customers: Customer[]): Promise<string[]> {
  const findings = (await checkInvariants({ main: office.database.url }, REST)).filter(isBroken);
  return [
    ...(findings.length > 0 ? [describeFindings(findings)] : []),
    ...(await flawsOfRecords(office)),
    ...(await flawsOfStock(office, sale)),
    ...(await flawsOfMoney(office)),
    ...(await flawsOfWords(office, customers)),
    ...customers.flatMap(flawsOfVisit),
  ];
}

/** Statements that return no row; across modules and without any exception for age, which only a test can ask for. */
const RECORDS: [flaw: string, sql: string][] = [
  ['a message was given up', `select consumer || ' ' || type || ' ' || error as subject from platform.dead_letter`],
  ['an order has not come to its end', `select id::text || ' ' || state as subject from orders."order" where state not in ('confirmed', 'refunded', 'expired')`],
  ['a confirmed order has not one mail that was sent', `select o.id::text as subject from orders."order" o
    where o.state = 'confirmed' and (select count(*) from notifications.mail m where m.subject_id = o.id and m.kind = 'order_confirmed' and m.state = 'sent') <> 1`],
  ['a sent mail is not in the mailbox', `select m.subject_id::text as subject from notifications.mail m
    where m.state = 'sent' and not exists (select from notifications.mailbox b where b.message_id = m.message_id)`],
  ['a code is on more than one ticket', `select code_id::text as subject from tickets.ticket group by code_id having count(*) > 1`],
  ['a confirmed order was not audited once', `select o.id::text as subject from orders."order" o
    where o.state = 'confirmed' and (select count(*) from audit.entry e where e.target = 'order:' || o.id and e.action = 'orders.confirm') <> 1`],
  ['a hold has more orders than one', `select hold_id::text as subject from orders."order" group by hold_id having count(*) > 1`],
];

async function flawsOfRecords({ database }: ChaosOffice): Promise<string[]> {
  const flaws: string[] = [];
  for (const [flaw, text] of RECORDS) flaws.push(...(await database.query<{ subject: string }>(text)).map(({ subject }) => `${flaw}: ${subject}`));
  return flaws;
}

async function flawsOfStock({ database }: ChaosOffice, { eventId }: Sale): Promise<string[]> {
  const [stock] = await database.query<{ capacity: number; sold: number; held: number; promised: number; tickets: number; ordered: number; seats: number }>(
    `select capacity, sold, held, promised,
       (select count(*) from tickets.ticket where event_id = $1)::int as tickets,
       (select count(*) from orders."order" o join orders.item on order_id = o.id where o.event_id = $1 and o.state = 'confirmed' and kind = 'ticket')::int as ordered,
       (select count(*) from inventory.seat where event_id = $1 and state = 'sold')::int as seats
     from inventory.stock where event_id = $1`, [eventId]);
  const { sold, held, promised, tickets, ordered, seats } = stock!;
  if (held === 0 && promised === 0 && sold === tickets && sold === ordered && (seats === 0 || seats === sold)) return [];
  return [`the stock is not what was sold: ${JSON.stringify(stock)}`];
}

/** The providers' books against our orders: each captured and unrefunded charge is one confirmed order's, whole; each confirmed order has one. */
export async function flawsOfMoney({ database, simulators }: ChaosOffice): Promise<string[]> {
  const charges = (await Promise.all(simulators.map((simulator) => simulator.book()))).flat();
  const orders = await database.query<{ id: string; state: string; total_cents: number; payments: string[] }>(
    `select o.id, o.state, o.total_cents, array_agg(p.id::text) as payments from orders."order" o join orders.payment p on p.order_id = o.id group by o.id`);
  const orderOf = new Map(orders.flatMap((order) => order.payments.map((payment) => [payment, order] as const)));
  const flaws: string[] = [];
  const paid = new Map<string, BookedCharge[]>();
  for (const charge of charges) {
    const order = orderOf.get(charge.purchase);
    const name = `charge ${charge.id} of ${charge.amountCents} for payment ${charge.purchase}`;
    if (charge.state === 'pending' || charge.state === 'in_review') flaws.push(`${name} is still ${charge.state}`);
    if (charge.state !== 'captured') continue;
    const returned = charge.refunds.filter(({ state }) => state === 'done').reduce((sum, { amountCents }) => sum + amountCents, 0);
    if (returned === charge.amountCents) continue;
    if (returned > 0) flaws.push(`${name} was given back in part`);
    else if (order?.state !== 'confirmed') flaws.push(`${name} was captured, and its order is ${order ? `${order.id}, ${order.state}` : 'unknown'}`);
    else paid.set(order.id, [...(paid.get(order.id) ?? []), charge]);
  }
  for (const { id, state, total_cents: total } of orders) {
    const amounts = (paid.get(id) ?? []).map(({ amountCents }) => amountCents);
    if (state === 'confirmed' && (amounts.length !== 1 || amounts[0] !== total)) flaws.push(`order ${id} of ${total} is confirmed and paid by [${amounts.join()}]`);
  }
  return flaws;
}

/** What customers were told stays true: a crash forgets nothing that was answered. */
async function flawsOfWords({ database }: ChaosOffice, customers: Customer[]): Promise<string[]> {
  const known = async (table: string, ids: string[]) => new Set((await database.query<{ id: string }>(`select id from ${table} where id = any($1::uuid[])`, [ids])).map(({ id }) => id));
  const holds = await known('inventory.hold', customers.flatMap(({ holdIds }) => holdIds));
  const orders = new Map((await database.query<{ id: string; state: string }>(`select id, state from orders."order" where id = any($1::uuid[])`, [customers.flatMap(({ orderIds }) => [...orderIds])])).map(({ id, state }) => [id, state]));
  const entries = customers.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
  return [
    ...(new Set(entries).size < entries.length ? ['two customers were told the same place in the line'] : []),
    ...customers.flatMap(({ holdIds, orderIds, confirmed }) => [
      ...holdIds.filter((id) => !holds.has(id)).map((id) => `hold ${id} was answered and is not there`),
      ...[...orderIds].filter((id) => !orders.has(id)).map((id) => `order ${id} was answered and is not there`),
      ...(confirmed && ![...orderIds].some((id) => orders.get(id) === 'confirmed') ? [`somebody was told that ${[...orderIds].join()} is confirmed, and it is ${[...orderIds].map((id) => orders.get(id)).join()}`] : []),
      ...(holdIds.length > 0 && orderIds.size > holdIds.length ? [`a double click made two orders: ${[...orderIds].join()}`] : []),
    ]),
  ];
}

function flawsOfVisit({ outcome, troubles }: Customer): string[] {
  return [
    // Who was not answered for a minute came when everything was down; that everything answers again is seen when the rest is sold.
    ...(outcome.startsWith('failed') && !outcome.includes('nobody answered') ? [`a visit ${outcome}`] : []),
    // Every token that they have shown was given to them by this box office.
    ...(['platform.token_refused', 'line.not_yours', 'line.admission_not_yours'].includes(outcome) ? [`somebody was sent away with their own token: ${outcome}`] : []),
    ...troubles.strange.map(({ status, body }) => `an answer that nobody should see: ${status} ${JSON.stringify(body)}`),
    ...troubles.unavailable.filter(({ headers, body }) => body.code !== 'platform.unavailable' || !(Number(headers.get('retry-after')) > 0)).map(({ body }) => `a 503 without a word when to come again: ${JSON.stringify(body)}`),
  ];
}
