import { Injectable } from '@nestjs/common';
import { Batcher, Database, type DomainError, Heat, isKept, isViolation, KeptRefusal, newId, Outbox, type Principal, type Refusal, refusalOf, type Tx } from '#platform';
import { Catalog, type ProductTaking, type SaleTerms, type TicketType } from '#catalog';
import { type Hold, Inventory, type LockedHold } from '#inventory';
import { RequestPayment } from '#wallet';
import { FeeRules } from './fee-rules.js';
import type { Idempotency } from './idempotency.js';
import { hasBought, isConflicted, type OrderItem, type OrderState, type PaymentMethod, totalCents } from './order.js';
import { type NewOrder, OrderRepository, type OrderRow } from './order.repository.js';
import { itemsOf, type OrderWish, refuseHolders, refusePayment } from './order-wish.js';
import { HoldAlreadyOrdered, HoldExpired, HoldNotFound, IdempotencyKeyReused, NotOnSale, OrderNotFound, OrderNotPayable } from './orders.errors.js';
import { OrderPlaced } from './orders.events.js';

export interface Buyer {
  principal: Principal;
  address: string;
  deviceId: string | null;
  requestId: string | null;
}

interface Placing extends Idempotency {
  buyer: Buyer;
  wish: OrderWish;
}

interface Retrying extends Idempotency {
  buyer: Buyer;
  orderId: string;
  payment: OrderWish['payment'];
}

export type Placed = { ok: true; orderId: string } | { ok: false; error: DomainError };

/** Orders: placing one, and paying it again after a decline. What payments do to it stands in `Settlement`. */
@Injectable()
export class Orders {
  private readonly placing;
  private readonly retrying;

  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly inventory: Inventory,
    private readonly repository: OrderRepository,
    private readonly outbox: Outbox,
    private readonly heat: Heat,
    private readonly fees: FeeRules,
  ) {
    this.placing = new Batcher<Placing, Placed>({ name: 'orders.place', execute: (batch) => this.placeAll(batch) });
    this.retrying = new Batcher<Retrying, Placed>({ name: 'orders.pay', execute: (batch) => this.payAll(batch) });
  }

  /**
   * Places an order on a hold and asks for its payment. The same key and body give the same order.
   * @throws IdempotencyKeyReused, HoldNotFound, HoldExpired, HoldAlreadyOrdered, NotOnSale, HolderRequired, PaymentRefused, the
   * catalog's ProductNotFound, ProductLimitExceeded, ProductSoldOut.
   */
  async place(buyer: Buyer, wish: OrderWish, idempotency: Idempotency): Promise<string> {
    this.heat.warm(1);
    return this.orderOf(await once(() => this.placing.submit({ buyer, wish, ...idempotency })));
  }

  /** Another try at paying, while the places are held. @throws OrderNotFound, OrderNotPayable, HoldExpired, NotOnSale, IdempotencyKeyReused, PaymentRefused. */
  async pay(buyer: Buyer, orderId: string, payment: OrderWish['payment'], idempotency: Idempotency): Promise<string> {
    return this.orderOf(await once(() => this.retrying.submit({ buyer, orderId, payment, ...idempotency })));
  }

  private orderOf(placed: Placed): string {
    if (!placed.ok) throw placed.error;
    return placed.orderId;
  }

  /** What those holds were that are live no more. */
  private async ended(tx: Tx, batch: Placing[], live: Map<string, LockedHold>): Promise<Map<string, Hold>> {
    const gone = batch.map(({ wish }) => wish.holdId).filter((id) => !live.has(id));
    return new Map((gone.length > 0 ? await this.inventory.find(tx, gone) : []).map((hold) => [hold.id, hold]));
  }

  /** Lock order: the new orders are nobody's yet; their holds; the products they take. */
  private async placeAll(batch: Placing[]): Promise<Placed[]> {
    return this.database.transaction(async (tx) => {
      const holds = new Map((await this.inventory.lock(tx, [...new Set(batch.map(({ wish }) => wish.holdId))])).map((hold) => [hold.id, hold]));
      const [ended, replay, orders] = await Promise.all([
        this.ended(tx, batch, holds), this.replays(tx, batch), this.repository.ofHolds(tx, batch.map(({ wish }) => wish.holdId)),
      ]);
      const ordered = new Map(orders.map((row) => [row.hold_id, row]));
      const candidates: { placing: Placing; hold: LockedHold }[] = [];
      const results = batch.map((placing): Placed | undefined => {
        const answer = replay(placing);
        if (answer) return answer;
        const hold = holds.get(placing.wish.holdId);
        const error = refuseHold(placing, hold, hold ?? ended.get(placing.wish.holdId), ordered);
        if (error || !hold) return { ok: false, error: error ?? new HoldExpired({ holdId: placing.wish.holdId }) };
        // A twin in the same batch, in another tab or a retry, meets the order that the first one is about to get.
        if (candidates.some((each) => each.hold.id === hold.id)) return undefined;
        candidates.push({ placing, hold });
        return undefined;
      });
      const made = await this.make(tx, candidates);
      const answers = batch.map((placing, index) => results[index] ?? answerOf(placing, made));
      await this.keepRefusals(tx, batch, answers);
      return answers;
    });
  }

  private async make(tx: Tx, candidates: { placing: Placing; hold: LockedHold }[]): Promise<Made[]> {
    const eventIds = [...new Set(candidates.map(({ hold }) => hold.eventId))];
    const terms = await this.catalog.saleTerms(eventIds, tx);
    const types = new Map<string, TicketType[]>();
    for (const id of eventIds) types.set(id, await this.catalog.ticketTypes(id, tx));
    const takings = await this.catalog.takeProducts(tx, candidates.map(({ placing, hold }) => ({ eventId: hold.eventId, products: placing.wish.products })));
    const made = candidates.map(({ placing, hold }, index): Made => ({
      placing, hold, order: newOrder(placing, hold, terms.get(hold.eventId) as SaleTerms, types.get(hold.eventId) as TicketType[], takings[index] as ProductTaking),
    }));
    await this.returnUnused(tx, made, takings);
    const fresh = made.flatMap(({ placing, order }) => ('error' in order ? [] : [{ placing, order }]));
    if (fresh.length > 0) await this.write(tx, fresh, terms);
    return made;
  }

  /** What was taken for an order that is refused for another reason goes back. */
  private async returnUnused(tx: Tx, made: Made[], takings: ProductTaking[]): Promise<void> {
    const unused = made.flatMap(({ order }, index) => {
      const taking = takings[index];
      return 'error' in order && taking?.ok ? taking.items.map(({ product, quantity }) => ({ productId: product.id, quantity })) : [];
    });
    await this.catalog.returnProducts(tx, unused);
  }

  private async write(tx: Tx, fresh: { order: NewOrder; placing: Placing }[], terms: Map<string, SaleTerms>): Promise<void> {
    const orders = fresh.map(({ order }) => order);
    const [deadlines, feeOf] = await Promise.all([
      this.repository.insert(tx, orders),
      this.fees.of(tx, orders.map(({ eventId }) => (terms.get(eventId) as SaleTerms).organiserId)),
      this.repository.addPayments(tx, orders.map((order) => ({ id: order.payment.id, orderId: order.id, method: order.payment.method, amountCents: order.totalCents }))),
      this.repository.addKeys(tx, orders.map((order) => ({ userId: order.userId, ...order.idempotency, orderId: order.id }))),
      // A hold with a payment in flight lives on: window + grace from now, and now lies inside the hold.
      this.inventory.keep(tx, orders.map(({ holdId, eventId }) => keepingToPay(holdId, terms.get(eventId) as SaleTerms))),
    ]);
    await this.outbox.append(tx, [
      ...fresh.map(({ order, placing }) => requestPayment({ ...order, tickets: ticketsOf(order.items) }, placing.wish.payment, terms.get(order.eventId) as SaleTerms, deadlines.get(order.id) as Date, feeOf)),
      ...orders.map((order) =>
        OrderPlaced.message(
          { orderId: order.id, eventId: order.eventId, userId: order.userId, totalCents: order.totalCents, currency: order.currency, method: order.payment.method, address: order.address, deviceId: order.deviceId },
          order.requestId,
        ),
      ),
    ]);
  }

  /** Lock order: orders, then their holds. */
  private async payAll(batch: Retrying[]): Promise<Placed[]> {
    return this.database.transaction(async (tx) => {
      const orders = new Map((await this.repository.lock(tx, [...new Set(batch.map(({ orderId }) => orderId))])).map((order) => [order.id, order]));
      const replayOf = await this.replays(tx, batch);
      const holds = new Map((await this.inventory.lock(tx, [...orders.values()].map(({ hold_id }) => hold_id))).map((hold) => [hold.id, hold]));
      const terms = await this.catalog.saleTerms([...new Set([...orders.values()].map(({ event_id }) => event_id))], tx);
      const payments = await this.repository.payments(tx, [...orders.keys()]);
      const tries: { retrying: Retrying; order: OrderRow; hold: LockedHold; paymentId: string }[] = [];
      const results = batch.map((retrying): Placed => {
        const replay = replayOf(retrying);
        if (replay) return replay;
        const order = orders.get(retrying.orderId);
        if (order?.user_id !== retrying.buyer.principal.userId) return { ok: false, error: new OrderNotFound({ orderId: retrying.orderId }) };
        const twin = tries.find((each) => each.order.id === order.id);
        if (twin?.retrying.key === retrying.key) return replayed({ bodyHash: twin.retrying.bodyHash, orderId: order.id }, retrying.bodyHash);
        const already = twin !== undefined;
        if (order.state !== 'payment_failed' || already) return { ok: false, error: new OrderNotPayable({ orderId: order.id, state: already ? 'awaiting_payment' : order.state }) };
        // Nobody pays beside money that waits for a person.
        if (payments.get(order.id)?.some(isConflicted)) return { ok: false, error: new OrderNotPayable({ orderId: order.id, state: order.state }) };
        const hold = holds.get(order.hold_id);
        if (!hold || hold.overdue) return { ok: false, error: new HoldExpired({ holdId: order.hold_id }) };
        const refusal = refuseCancelled(terms.get(order.event_id) as SaleTerms) ?? refusePayment(retrying.payment, order.total_cents, terms.get(order.event_id) as SaleTerms);
        if (refusal) return { ok: false, error: refusal };
        tries.push({ retrying, order, hold, paymentId: newId() });
        return { ok: true, orderId: order.id };
      });
      if (tries.length > 0) await this.writeTries(tx, tries, terms);
      await this.keepRefusals(tx, batch, results);
      return results;
    });
  }

  private async writeTries(tx: Tx, tries: { retrying: Retrying; order: OrderRow; hold: LockedHold; paymentId: string }[], terms: Map<string, SaleTerms>): Promise<void> {
    const termsOf = (order: OrderRow) => terms.get(order.event_id) as SaleTerms;
    const [items, feeOf] = await Promise.all([this.repository.items(tx, tries.map(({ order }) => order.id)), this.fees.of(tx, [...terms.values()].map(({ organiserId }) => organiserId))]);
    // However often it is tried again, no hold outlives hold + window + grace.
    const deadlines = await this.repository.reopen(
      tx,
      tries.map(({ order, hold }) => ({ orderId: order.id, windowSeconds: termsOf(order).paymentWindowSeconds, until: new Date(hold.expiresAt.getTime() + termsOf(order).paymentWindowSeconds * 1_000) })),
    );
    await this.repository.addPayments(tx, tries.map(({ order, retrying, paymentId }) => ({ id: paymentId, orderId: order.id, method: retrying.payment.method, amountCents: order.total_cents })));
    await this.repository.addKeys(tx, tries.map(({ order, retrying }) => ({ userId: order.user_id, key: retrying.key, bodyHash: retrying.bodyHash, orderId: order.id })));
    await this.inventory.keep(tx, tries.map(({ order }) => keepingToPay(order.hold_id, termsOf(order))));
    await this.outbox.append(
      tx,
      tries.map(({ order, retrying, paymentId }) =>
        requestPayment(
          { id: order.id, eventId: order.event_id, userId: order.user_id, totalCents: order.total_cents, currency: order.currency, email: order.email, name: order.name, language: order.language, requestId: retrying.buyer.requestId, tickets: ticketsOf(items.get(order.id) ?? []), payment: { id: paymentId, method: retrying.payment.method } },
          retrying.payment,
          termsOf(order),
          deadlines.get(order.id) as Date,
          feeOf,
        ),
      ),
    );
  }

  /** What was decided after the work began is the key's answer, be it no: the same request is told the same. */
  private keepRefusals(tx: Tx, batch: (Idempotency & { buyer: Buyer })[], answers: Placed[]): Promise<void> {
    const refused = batch.flatMap(({ buyer, key, bodyHash }, index) => {
      const answer = answers[index] as Placed;
      return answer.ok || !isKept(answer.error) || answer.error instanceof KeptRefusal ? [] : [{ userId: buyer.principal.userId, key, bodyHash, refusal: refusalOf(answer.error) }];
    });
    return this.repository.addRefusals(tx, refused);
  }

  /** Answers requests whose key was seen before: as then for the same body, a refusal for another. */
  private async replays(tx: Tx, batch: (Idempotency & { buyer: Buyer })[]) {
    const rows = await this.repository.keys(tx, batch.map(({ buyer, key }) => ({ userId: buyer.principal.userId, key })));
    const known = new Map(rows.map((row) => [`${row.user_id} ${row.key}`, { bodyHash: row.body_hash, orderId: row.order_id, refusal: row.refusal }]));
    return ({ buyer, key, bodyHash }: Idempotency & { buyer: Buyer }): Placed | undefined => {
      const seen = known.get(`${buyer.principal.userId} ${key}`);
      return seen && replayed(seen, bodyHash);
    };
  }
}

/** The same key with the same body is the same order, or the same refusal. */
function replayed(seen: { bodyHash: Buffer; orderId: string | null; refusal?: Refusal | null }, bodyHash: Buffer): Placed {
  if (!seen.bodyHash.equals(bodyHash)) return { ok: false, error: new IdempotencyKeyReused() };
  return seen.orderId === null ? { ok: false, error: new KeptRefusal(seen.refusal as Refusal) } : { ok: true, orderId: seen.orderId };
}

/** A request's own order, or that of its twin in the batch: same key, or same hold. */
function answerOf(placing: Placing, made: Made[]): Placed {
  const winner = made.find((each) => each.hold.id === placing.wish.holdId) as Made;
  if ('error' in winner.order) return { ok: false, error: winner.order.error };
  if (winner.placing.key === placing.key) return replayed({ bodyHash: winner.order.idempotency.bodyHash, orderId: winner.order.id }, placing.bodyHash);
  return { ok: false, error: new HoldAlreadyOrdered({ holdId: winner.hold.id, orderId: winner.order.id }) };
}

/** Two processes that got one key at the same moment: the loser looks again and finds the winner's order. */
async function once(work: () => Promise<Placed>): Promise<Placed> {
  try {
    return await work();
  } catch (error) {
    if (isViolation(error, 'idempotency_key_once') || isViolation(error, 'one_order_per_hold')) return work();
    throw error;
  }
}

/** What became of a request for an order. */
interface Made {
  placing: Placing;
  hold: LockedHold;
  order: NewOrder | { error: DomainError };
}

function refuseHold({ buyer, wish: { holdId } }: Placing, live: LockedHold | undefined, hold: Hold | undefined, ordered: Map<string, { id: string; state: OrderState }>): DomainError | undefined {
  // Another's is not told apart from one that never was.
  if (hold?.userId !== buyer.principal.userId) return new HoldNotFound({ holdId });
  const order = ordered.get(holdId);
  // Who has bought is told of the order, though the hold is no more: "expired" would send them to buy once more.
  if (order) return live || hasBought(order.state) ? new HoldAlreadyOrdered({ holdId, orderId: order.id }) : new HoldExpired({ holdId });
  return !live || live.overdue ? new HoldExpired({ holdId }) : undefined;
}

/** Whoever holds places of a show that was cancelled meanwhile is not charged for it. A sale that ends or pauses still serves them. */
function refuseCancelled({ eventId, status }: SaleTerms): NotOnSale | undefined {
  return status === 'cancelled' ? new NotOnSale({ eventId, state: status }) : undefined;
}

/** As long as its payment may take; never past hold + window + grace, whatever is asked (`no_hold_for_ever`). */
function keepingToPay(holdId: string, { paymentWindowSeconds, graceSeconds }: SaleTerms) {
  return { holdId, seconds: paymentWindowSeconds + graceSeconds };
}

function newOrder(placing: Placing, hold: LockedHold, terms: SaleTerms, ticketTypes: TicketType[], taking: ProductTaking): NewOrder | { error: DomainError } {
  const { buyer, wish } = placing;
  if (!taking.ok) return { error: taking.error };
  const items = itemsOf(wish, hold, ticketTypes, taking.items);
  const total = totalCents(items);
  const refusal = refuseCancelled(terms) ?? refuseHolders(wish, hold, ticketTypes) ?? refusePayment(wish.payment, total, terms);
  if (refusal) return { error: refusal };
  const { principal } = buyer;
  return {
    id: newId(), eventId: hold.eventId, userId: principal.userId, holdId: hold.id, admissionId: hold.admissionId, currency: terms.currency, totalCents: total,
    email: principal.email, name: principal.name, language: principal.language, address: buyer.address, deviceId: buyer.deviceId, requestId: buyer.requestId,
    windowSeconds: terms.paymentWindowSeconds, items, payment: { id: newId(), method: methodOf(wish.payment.method, total) }, idempotency: { key: placing.key, bodyHash: placing.bodyHash },
  };
}

/** What costs nothing is paid from the balance, whatever it holds. */
function methodOf(method: PaymentMethod, total: number): PaymentMethod {
  return total === 0 ? 'wallet' : method;
}

type Payable = Pick<NewOrder, 'id' | 'eventId' | 'userId' | 'totalCents' | 'currency' | 'email' | 'name' | 'language' | 'requestId' | 'payment'> & { tickets: number };
type FeeOf = Awaited<ReturnType<FeeRules['of']>>;

const ticketsOf = (items: Pick<OrderItem, 'kind'>[]): number => items.filter(({ kind }) => kind === 'ticket').length;

function requestPayment(order: Payable, payment: OrderWish['payment'], terms: SaleTerms, deadline: Date, feeOf: FeeOf) {
  const { method } = order.payment;
  const feeCents = feeOf({ organiserId: terms.organiserId, totalCents: order.totalCents, tickets: order.tickets });
  return RequestPayment.message(
    {
      paymentId: order.payment.id,
      purpose: { kind: 'order', id: order.id },
      payerUserId: order.userId,
      payeeAccount: terms.organiserId,
      amountCents: order.totalCents,
      ...(feeCents > 0 && { feeCents }),
      currency: order.currency,
      method,
      ...(payment.token !== undefined && { token: payment.token }),
      fromWalletCents: method === 'wallet' ? order.totalCents : (payment.fromWallet?.amountCents ?? 0),
      deadline: deadline.toISOString(),
      buyer: { name: order.name, email: order.email },
      description: terms.title.slice(0, 200),
      eventId: order.eventId,
      payeeName: terms.organiserName,
      timezone: terms.timezone,
      language: order.language,
      ...(terms.rehearsal && { sandbox: true }),
    },
    order.requestId,
  );
}

