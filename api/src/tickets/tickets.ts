import { Injectable } from '@nestjs/common';
import { afterCommit, Database, Metrics, newId, type Tx } from '#platform';
import { CodeRepository } from './code.repository.js';
import { makeTicketCode } from './ticket-code.js';
import { TicketKeys } from './ticket-keys.js';
import { type NewTicket, TicketRepository } from './ticket.repository.js';
import type { Ticket, TicketOrder } from './ticket.js';

// Ten times the usual pool; whoever has set a larger one learns that it is not dry.
const FREE_COUNTED_MAX = 100_000;

/** A ticket as the order that it was issued for sees it. */
export interface IssuedTicket {
  ticketId: string;
  itemNo: number;
  label: string;
  ticketTypeName: string;
}

/** Tickets and the codes they carry. */
@Injectable()
export class Tickets {
  private readonly issued;
  private readonly madeInline;

  constructor(
    private readonly database: Database,
    private readonly codes: CodeRepository,
    private readonly repository: TicketRepository,
    private readonly keys: TicketKeys,
    metrics: Metrics,
  ) {
    this.issued = metrics.counter('catraca_tickets_issued_total', 'Tickets issued to paid orders.');
    this.madeInline = metrics.counter('catraca_codes_made_inline_total', 'Codes that a purchase had to make itself because the pool was empty.');
  }

  /**
   * Issues the tickets of paid orders, in the caller's transaction; answers them per order, in the order asked. Locks only
   * free codes, skipping those that others hold, so it never waits and may stand anywhere in the house's lock order.
   * An order whose tickets were already issued violates `ticket_issued_once`.
   */
  async issue(tx: Tx, orders: readonly TicketOrder[]): Promise<IssuedTicket[][]> {
    const codes = new Map<string, string[]>();
    for (const [eventId, count] of countByEvent(orders)) codes.set(eventId, await this.takeCodes(tx, eventId, count));
    const tickets = orders.map((order) => order.items.map((item) => newTicket(order, item, codes.get(order.eventId)!.pop()!)));
    const all = tickets.flat();
    if (all.length > 0) await this.repository.add(tx, all);
    afterCommit(tx, () => this.issued.inc(all.length));
    return tickets.map((ofOrder) => ofOrder.map(({ id: ticketId, itemNo, label, ticketTypeName }) => ({ ticketId, itemNo, label, ticketTypeName })));
  }

  /** Refunded tickets: they stay on record, their codes are void. Those that were refunded before are passed over. */
  async refund(tx: Tx, tickets: readonly { orderId: string; itemNo: number }[]): Promise<void> {
    if (tickets.length === 0) return;
    await this.codes.voidOf(tx, tickets);
    await this.repository.end(tx, tickets, 'refunded');
  }

  /** Tickets whose money a bank took back: as {@link refund}. */
  async revoke(tx: Tx, tickets: readonly { orderId: string; itemNo: number }[]): Promise<void> {
    if (tickets.length === 0) return;
    await this.codes.voidOf(tx, tickets);
    await this.repository.end(tx, tickets, 'revoked');
  }

  /** The tickets of these orders, an empty list for an order that has none. */
  async ofOrders(orderIds: readonly string[], tx: Tx = this.database.reads): Promise<Map<string, Ticket[]>> {
    const found = new Map<string, Ticket[]>(orderIds.map((orderId) => [orderId, []]));
    for (const ticket of await this.repository.ofOrders(tx, orderIds)) found.get(ticket.orderId)!.push(ticket);
    return found;
  }

  /** Somebody's tickets, the newest first; `before` is the last id of the page before. */
  async ofHolder(userId: string, before: string | null, limit: number): Promise<Ticket[]> {
    return this.repository.ofHolder(this.database.reads, userId, before, limit);
  }

  /** Those of the tickets that exist. */
  async find(ticketIds: readonly string[]): Promise<Ticket[]> {
    return this.repository.find(this.database.reads, ticketIds);
  }

  /** Codes that lie ready for an event, counted up to {@link FREE_COUNTED_MAX}. */
  async freeCodes(eventId: string): Promise<number> {
    const [level] = await this.codes.levels(this.database.reads, [eventId], FREE_COUNTED_MAX, 0);
    return level?.free ?? 0;
  }

  /** Codes from the pool, and where it runs short, codes made here: a purchase never fails for want of a code. */
  private async takeCodes(tx: Tx, eventId: string, count: number): Promise<string[]> {
    const taken = await this.codes.take(tx, eventId, count, this.keys.kids);
    const missing = count - taken.length;
    if (missing === 0) return taken;
    const made = Array.from({ length: missing }, () => ({ id: newId(), ...makeTicketCode(this.keys, eventId) }));
    await this.codes.add(tx, made, 'given', false);
    afterCommit(tx, () => this.madeInline.inc(missing));
    return [...taken, ...made.map(({ id }) => id)];
  }
}

/** By event id ascending, as every lock that might ever be taken here should be. */
function countByEvent(orders: readonly TicketOrder[]): [eventId: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { eventId, items } of orders) counts.set(eventId, (counts.get(eventId) ?? 0) + items.length);
  return [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a.localeCompare(b));
}

function newTicket({ orderId, userId, eventId }: TicketOrder, item: TicketOrder['items'][number], codeId: string): NewTicket {
  const { itemNo, label, ticketTypeId, ticketTypeName, proofRequired = null, holder } = item;
  return {
    id: newId(), orderId, eventId, userId, itemNo, label, ticketTypeId, ticketTypeName, proofRequired, codeId,
    holder: holder ? { name: holder.name, cpf: holder.cpf ?? null } : null,
  };
}
