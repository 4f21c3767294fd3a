import type { Charge, Simulator } from '@catraca/simulator';
import { checkInvariants } from '../../src/verify/invariants.js';
import { describeFindings, isBroken } from '../../src/verify/report.js';
import type { World } from './world.js';

/** Not zero, which some invariants take for a system that is busy; at rest nothing is so young that it may be left out. */
const REST = '1 millisecond';
/** Nobody here sends mails (I9). */
const OTHERS = new Set(['I9']);

/** Everything that is not as it must be when the dust has settled, in sentences. */
export async function flawsOf(world: World): Promise<string[]> {
  const findings = (await checkInvariants({ main: world.database.url }, REST)).filter((finding) => isBroken(finding) && !OTHERS.has(finding.id));
  return [...(findings.length > 0 ? [describeFindings(findings)] : []), ...(await flawsOfMoney(world)), ...(await flawsOfOrders(world)), ...(await flawsOfRecords(world))];
}

/** Statements that return no row. */
const RECORDS: [flaw: string, sql: string][] = [
  ['a message was given up', `select consumer || ' ' || type || ' ' || error as subject from platform.dead_letter`],
  ['an order has not come to its end', `select id::text || ' ' || state as subject from orders."order" where state not in ('confirmed', 'refunded', 'expired')`],
  ['a hold has more orders than one', `select hold_id::text as subject from orders."order" group by hold_id having count(*) > 1`],
  // Providers keep their word here on how long a call may still be executed, so nothing but late Pix may come twice.
  ['a card was charged at two gateways, though one charge went back', `select payment_id::text as subject from payments.attempt where method = 'card' and state = 'surplus'`],
  ['another amount than asked was taken and has not gone back', `select payment_id::text || ' ' || state as subject from wallet.conflict where state <> 'returned'`],
  // Whoever else asks for money of an order, as runs do, may leave too little for the organiser's refund.
  ['a refund of an order was refused, though nobody else asked for its money', `select id::text || ' ' || refused_because as subject from orders.refund where state = 'refused' and not exists (
    select from wallet.refund other where other.payment_id = refund.payment_id and not exists (select from orders.refund own where own.try_id = other.id))`],
  ['money is still in suspense, or more is missing there than banks have taken of what had gone back', `select owner as subject from wallet.account_balance where kind = 'platform' and owner = 'suspense'
    and balance_cents <> -(select coalesce(sum(amount_cents), 0) from wallet.transfer where code = 'loss')`],
  ['places are kept for nobody', `select event_id::text as subject from inventory.stock where held > 0 or promised > 0`],
];

async function flawsOfRecords({ database }: World): Promise<string[]> {
  const flaws: string[] = [];
  for (const [flaw, text] of RECORDS) flaws.push(...(await database.query<{ subject: string }>(text)).map(({ subject }) => `${flaw}: ${subject}`));
  return flaws;
}

const sumOf = <State>(all: { state: State; amountCents: number }[], wanted: State): number => all.reduce((sum, { state, amountCents }) => sum + (state === wanted ? amountCents : 0), 0);
/** Less than nothing where a bank has taken what had gone back already. */
const keptOf = (charge: Charge): number => (charge.state === 'captured' ? charge.amountCents - sumOf(charge.refunds, 'done') - sumOf(charge.disputes, 'lost') : 0);

interface PaymentRow {
  id: string;
  state: string;
  suspended_cents: number;
  kept_cents: number;
}

/**
 * The providers' own books against ours, to the cent: of each payment the gateways keep what the wallet says, of all of them what the
 * ledger says, and each charge that took money is known to its attempt.
 */
export async function flawsOfMoney(world: World): Promise<string[]> {
  const charges = world.simulators.flatMap((simulator) => simulator.charges());
  return [...(await flawsOfPayments(world, charges)), ...(await flawsOfAttempts(world, charges)), ...(await flawsOfDisputes(world, charges)), ...(await Promise.all(world.simulators.map((simulator) => flawsOfAccount(world, simulator)))).flat()];
}

async function flawsOfPayments({ database }: World, charges: Charge[]): Promise<string[]> {
  const rows = await database.query<PaymentRow>(`
    select id, state,
      coalesce((select sum(case code when 'conflict' then amount_cents else -amount_cents end) from wallet.transfer where payment_id = payment.id and (code in ('conflict', 'loss') or code = 'conflict_refund' and flag = 'post_pending')), 0)::bigint as suspended_cents,
      (case when captured_cents > 0 then amount_cents - from_wallet_cents else 0 end
        - coalesce((select sum(to_gateway_cents) from wallet.refund where payment_id = payment.id and state = 'refunded'), 0)
        - coalesce((select sum(amount_cents) from wallet.dispute where payment_id = payment.id and state = 'lost'), 0))::bigint as kept_cents
    from wallet.payment`);
  const kept = new Map<string, number>();
  const times = new Map<string, number>();
  const flaws: string[] = [];
  for (const charge of charges) {
    kept.set(charge.purchase, (kept.get(charge.purchase) ?? 0) + keptOf(charge));
    if (keptOf(charge) > 0) times.set(charge.purchase, (times.get(charge.purchase) ?? 0) + 1);
  }
  for (const { id, state, suspended_cents: suspended, kept_cents: ours } of rows) {
    const theirs = kept.get(id) ?? 0;
    kept.delete(id);
    if (theirs !== ours + suspended) flaws.push(`payment ${id} (${state}): the gateways keep ${theirs}, the wallet has ${ours} and ${suspended} in suspense`);
    if ((times.get(id) ?? 0) > 1) flaws.push(`payment ${id} was charged ${times.get(id)} times`);
  }
  for (const [id, theirs] of kept) if (theirs !== 0) flaws.push(`the gateways keep ${theirs} for payment ${id}, which the wallet does not know`);
  return flaws;
}

async function flawsOfAttempts({ database }: World, charges: Charge[]): Promise<string[]> {
  const rows = await database.query<{ reference: string; state: string }>(`select reference, state from payments.attempt`);
  const states = new Map(rows.map(({ reference, state }) => [reference, state]));
  const captured = new Set<string>();
  const flaws: string[] = [];
  for (const { id, reference, state } of charges) {
    if (state === 'pending' || state === 'in_review' || state === 'authorized') flaws.push(`charge ${id} is still ${state}, and its attempt is ${states.get(reference) ?? 'unknown'}`);
    if (state !== 'captured') continue;
    if (captured.has(reference)) flaws.push(`attempt ${reference} was charged twice`);
    captured.add(reference);
    if (!['captured', 'conflicted', 'surplus'].includes(states.get(reference) ?? '')) flaws.push(`charge ${id} was captured, and its attempt is ${states.get(reference) ?? 'unknown'}`);
  }
  for (const [reference, state] of states) if (state === 'captured' && !captured.has(reference)) flaws.push(`attempt ${reference} is captured here and not at its gateway`);
  return flaws;
}

/** Each word of a bank has come, by whatever way. */
async function flawsOfDisputes({ database }: World, charges: Charge[]): Promise<string[]> {
  const rows = await database.query<{ reference: string; state: string }>(`select reference, dispute.state from payments.dispute join payments.attempt on attempt.id = attempt_id`);
  const heard = new Map(rows.map(({ reference, state }) => [reference, state]));
  return charges.flatMap(({ reference, disputes: [dispute] }) => (dispute && dispute.state !== heard.get(reference) ? [`the dispute of attempt ${reference} is ${dispute.state}, and ${heard.get(reference) ?? 'unknown'} here`] : []));
}

/** What a gateway owes us, by its book and by the ledger. What came twice and went back passed the ledger by. */
async function flawsOfAccount({ database }: World, simulator: Simulator): Promise<string[]> {
  const [row] = await database.query<{ owed: number }>(`select coalesce(sum(-balance_cents), 0)::bigint as owed from wallet.account_balance where kind = 'gateway' and owner = $1`, [simulator.name]);
  const theirs = simulator.charges().reduce((sum, charge) => sum + keptOf(charge), 0);
  return theirs === row!.owed ? [] : [`${simulator.name} keeps ${theirs} for us, and the ledger says ${row!.owed}`];
}

interface OrderRow {
  id: string;
  state: string;
  total_cents: number;
  paid_cents: number;
  returned_cents: number;
  /** What a bank has taken and had not gone back before. */
  taken_cents: number;
  payers: number;
}

/** An order is paid once and whole, or not at all; what was given back of it later was asked for. */
async function flawsOfOrders({ database }: World): Promise<string[]> {
  const rows = await database.query<OrderRow>(`
    select o.id, o.state, o.total_cents, coalesce(sum(w.captured_cents), 0)::bigint as paid_cents, coalesce(sum(w.refunded_cents), 0)::bigint as returned_cents,
      coalesce(sum(least(w.disputed_cents, w.captured_cents - w.refunded_cents)), 0)::bigint as taken_cents,
      count(*) filter (where w.captured_cents > w.refunded_cents + w.disputed_cents)::int as payers
    from orders."order" o left join orders.payment p on p.order_id = o.id left join wallet.payment w on w.id = p.id group by o.id`);
  return rows.flatMap(({ id, state, total_cents: total, paid_cents: paid, returned_cents: returned, taken_cents: taken, payers }) => {
    if (payers > 1) return [`order ${id} was paid ${payers} times`];
    if (state === 'confirmed' && (paid < total || paid - returned > total)) return [`order ${id} of ${total} is confirmed, and ${paid} came and ${returned} went back`];
    if (state !== 'confirmed' && paid !== returned + taken) return [`order ${id} is ${state}, and ${paid} came, ${returned} went back and a bank has ${taken}`];
    return [];
  });
}
