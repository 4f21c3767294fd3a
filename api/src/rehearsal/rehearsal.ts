import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, type Principal, type Tx } from '#platform';
import { RehearsalAccounts, RehearsalEnded, type RehearsalFan } from '#identity';
import { Catalog, Events, type SaleTerms } from '#catalog';
import { type Availability, Inventory } from '#inventory';
import { Tickets } from '#tickets';
import { OrderQueries } from '#orders';
import { NotARehearsal } from './rehearsal.errors.js';

/** A sale tried out on the box office that will sell: its accounts, its facts, its end. All else is done by the routes that fans use. */
@Injectable()
export class Rehearsal {
  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly events: Events,
    private readonly accounts: RehearsalAccounts,
    private readonly inventory: Inventory,
    private readonly tickets: Tickets,
    private readonly orders: OrderQueries,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws EventNotFound, NotARehearsal, RehearsalEnded, RehearsalFull */
  async makeFans(organiser: Principal, address: string, eventId: string, count: number): Promise<RehearsalFan[]> {
    const { status } = await this.terms(organiser, eventId);
    if (status === 'closed' || status === 'cancelled') throw new RehearsalEnded({ eventId });
    return this.database.transaction(async (tx) => {
      const fans = await this.accounts.make(tx, eventId, count, organiser.language);
      await this.record(tx, organiser, address, 'make_fans', eventId, { count });
      return fans;
    });
  }

  /** @throws EventNotFound, NotARehearsal */
  async facts(organiser: Principal, eventId: string) {
    await this.terms(organiser, eventId);
    const [stocks, { orders, openPayments }, free, fans] = await Promise.all([
      this.inventory.availability(this.database.reads, [eventId]), this.orders.counts(eventId), this.tickets.freeCodes(eventId), this.accounts.fans(eventId),
    ]);
    return { stock: sumsOf(stocks.get(eventId)), orders, payments: { open: openPayments }, codes: { free }, fans };
  }

  /** Nobody buys any more, then nothing is sold any more; what is being paid is still settled. @throws EventNotFound, NotARehearsal */
  async end(organiser: Principal, address: string, eventId: string): Promise<void> {
    await this.terms(organiser, eventId);
    await this.database.transaction(async (tx) => {
      await this.accounts.end(tx, eventId);
      await this.record(tx, organiser, address, 'end', eventId, {});
    });
    const editor = { actor: organiser.userId, administrator: organiser.role === 'administrator', address };
    const { state } = await this.events.get(editor, eventId);
    if (state === 'draft') await this.events.act(editor, eventId, 'cancel');
    if (state === 'published' || state === 'postponed') await this.events.act(editor, eventId, 'close');
  }

  private async terms(organiser: Principal, eventId: string): Promise<SaleTerms> {
    await this.catalog.mayMaintain(organiser, eventId);
    const terms = (await this.catalog.saleTerms([eventId])).get(eventId);
    if (!terms?.rehearsal) throw new NotARehearsal({ eventId });
    return terms;
  }

  private async record(tx: Tx, { userId: actor }: Principal, address: string, act: string, eventId: string, data: Record<string, unknown>): Promise<void> {
    await this.audit.append(tx, { actor, action: `rehearsal.${act}`, target: `event:${eventId}`, data, personal: { address } });
  }
}

function sumsOf(stock: Availability | undefined) {
  if (!stock) return null;
  const { capacity, sold, held, promised, blocked } = stock;
  return { capacity, sold, held, promised, blocked };
}
