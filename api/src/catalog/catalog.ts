import { Injectable } from '@nestjs/common';
import { Database, type Principal, Remembered, type Tx } from '#platform';
import { EventNotFound } from './catalog.errors.js';
import { allot, type ProductRequest, type ProductTaking } from './product.js';
import type { Product, SaleTerms, TicketType } from './sale-terms.js';
import { layOut, type Seating } from './seating.js';
import { noAccessibility } from './seating-plan.js';
import {
  changeTaken, countBoughtTogether, findOrganisersOf, findProducts, findSeatingSource, findTerms, findTicketTypes, lockStock,
} from './terms.repository.js';

// Prices and terms may be this old in another process than the one that changed them.
const rememberedMs = 1_000;

/** What the rest of the house asks of the catalog. */
@Injectable()
export class Catalog {
  private readonly terms = new Remembered<SaleTerms | null>(rememberedMs);
  private readonly types = new Remembered<TicketType[]>(rememberedMs);
  private readonly offers = new Remembered<Product[]>(rememberedMs);

  private readonly listeners: ((eventId: string) => void)[] = [];

  constructor(private readonly database: Database) {}

  /**
   * Terms of each event, at most a second old; unknown ids are absent, drafts are not. Inside a transaction name it, here and below: what is
   * not in memory is read with its own connection, for who waits for a second one while others wait for the first may wait for ever.
   */
  async saleTerms(eventIds: string[], tx?: Tx): Promise<Map<string, SaleTerms>> {
    const found = await remember(this.terms, tx, eventIds, async (missing) => {
      const byId = new Map((await findTerms(tx ?? this.database.reads, missing)).map((terms) => [terms.eventId, terms]));
      return missing.map((id) => byId.get(id) ?? null);
    });
    return new Map(found.flatMap((terms) => terms === null ? [] : [[terms.eventId, terms]]));
  }

  /** The seating as laid out by the event's plan and standing places; drafts included. @throws EventNotFound */
  async seating(eventId: string): Promise<Seating> {
    const source = await findSeatingSource(this.database.reads, eventId);
    if (source === null) throw new EventNotFound({ eventId });
    return layOut(source.plan, source.accessibility ?? noAccessibility, source.standing);
  }

  /** Ticket types on sale, at most a second old; empty for an unknown event. */
  async ticketTypes(eventId: string, tx?: Tx): Promise<TicketType[]> {
    const [types] = await remember(this.types, tx, [eventId], (missing) => this.byEvent(missing, findTicketTypes, tx));
    return types ?? [];
  }

  /** Products on sale, at most a second old; empty for an unknown event. */
  async products(eventId: string, tx?: Tx): Promise<Product[]> {
    const [products] = await remember(this.offers, tx, [eventId], (missing) => this.byEvent(missing, findProducts, tx));
    return products ?? [];
  }

  /**
   * Takes products for orders, each order's all or none, inside the caller's transaction; results in the order of the
   * requests. Locks the rows of products with a stock, by id ascending (order: … line entry → product stock → section …).
   */
  async takeProducts(tx: Tx, requests: ProductRequest[]): Promise<ProductTaking[]> {
    const eventIds = [...new Set(requests.filter(({ products }) => products.length > 0).map(({ eventId }) => eventId))];
    const products = new Map<string, Product>();
    for (const id of eventIds) for (const product of await this.products(id, tx)) products.set(product.id, product);
    const limited = [...new Set(requests.flatMap((request) => request.products.map(({ productId }) => productId)))]
      .filter((id) => (products.get(id)?.left ?? null) !== null);
    if (limited.length > 0) {
      const left = await lockStock(tx, limited);
      for (const id of limited) products.set(id, { ...products.get(id)!, left: left.get(id) ?? 0 });
    }
    const { takings, taken } = allot(requests, products);
    if (taken.size > 0) await changeTaken(tx, taken);
    return takings;
  }

  /** Gives back what orders had taken that will not be paid; locks as {@link takeProducts}. */
  async returnProducts(tx: Tx, products: { productId: string; quantity: number }[]): Promise<void> {
    const quantities = new Map<string, number>();
    for (const { productId, quantity } of products) quantities.set(productId, (quantities.get(productId) ?? 0) - quantity);
    if (quantities.size > 0) await changeTaken(tx, quantities);
  }

  /**
   * Tells what confirmed orders held, from which suggestions are drawn; call it in the transaction of one's inbox, since
   * it counts again whatever it is told again. What a rehearsal sold says nothing of what people want.
   */
  async recordPurchases(tx: Tx, orders: { eventId: string; productIds: string[] }[]): Promise<void> {
    const counts = new Map<string, { eventId: string; productId: string; besideId: string; orders: number }>();
    const terms = await this.saleTerms([...new Set(orders.map(({ eventId }) => eventId))], tx);
    for (const { eventId, productIds } of orders) {
      if (terms.get(eventId)?.rehearsal) continue;
      const held = new Set(productIds);
      for (const productId of held) {
        for (const besideId of held) {
          const key = `${eventId} ${productId} ${besideId}`;
          const count = counts.get(key) ?? { eventId, productId, besideId, orders: 0 };
          counts.set(key, { ...count, orders: count.orders + 1 });
        }
      }
    }
    if (counts.size > 0) await countBoughtTogether(tx, [...counts.values()]);
  }

  /** The organisers whose things this user maintains. */
  organisersOf(userId: string): Promise<string[]> {
    return findOrganisersOf(this.database.reads, userId);
  }

  /** Passes for administrators and members of the event's organiser. @throws EventNotFound for everybody else */
  async mayMaintain(principal: Principal, eventId: string): Promise<void> {
    const terms = (await this.saleTerms([eventId])).get(eventId);
    if (terms === undefined) throw new EventNotFound({ eventId });
    if (principal.role === 'administrator') return;
    const organisers = principal.role === 'organiser' ? await this.organisersOf(principal.userId) : [];
    if (!organisers.includes(terms.organiserId)) throw new EventNotFound({ eventId });
  }

  /** To be called after the commit of whatever changes the event, its ticket types or its products. */
  forget(eventId: string): void {
    for (const memory of [this.terms, this.types, this.offers]) memory.forget(eventId);
    for (const listener of this.listeners) listener(eventId);
  }

  /** Whoever remembers something made from an event is told when this process has changed it. */
  whenForgotten(listener: (eventId: string) => void): void {
    this.listeners.push(listener);
  }

  private async byEvent<Offer extends { eventId: string }>(eventIds: string[], find: (tx: Tx, ids: string[]) => Promise<Offer[]>, tx: Tx = this.database.reads): Promise<Offer[][]> {
    const offers = Map.groupBy(await find(tx, eventIds), ({ eventId }) => eventId);
    return eventIds.map((id) => offers.get(id) ?? []);
  }
}

function remember<Value>(memory: Remembered<Value>, tx: Tx | undefined, keys: string[], load: (missing: string[]) => Promise<Value[]>): Promise<Value[]> {
  return tx ? memory.allAlone(keys, load) : memory.all(keys, load);
}
