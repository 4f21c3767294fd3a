import { Injectable } from '@nestjs/common';
import { Batcher, Database, type DomainError, newId, type Principal, TokenRefused, type Tx } from '#platform';
import { Catalog, type SaleTerms, SaleStates } from '#catalog';
import { type Hold, type HoldRequest as StockRequest, type HoldResult, Inventory, LimitExceeded, type Want } from '#inventory';
import { WaitingRoom } from '#waiting-room';
import { LettingGo } from './letting-go.js';
import { OrderRepository } from './order.repository.js';
import { AdmissionRequired, HoldBeingPaid, HoldNotFound, NotOnSale, OnlyARehearsal, VerifiedAccountRequired } from './orders.errors.js';

interface HoldRequest {
  eventId: string;
  userId: string;
  admissionId: string | null;
  wish: Want;
  quantity: number;
}

type Release = { holdId: string; userId: string };
type ReleaseResult = { ok: true } | { ok: false; error: DomainError };

/** The purchase's first step: one transaction spends promises of the line and takes places of the stock. */
@Injectable()
export class Holding {
  private readonly holds;
  private readonly releases;

  constructor(
    private readonly database: Database,
    private readonly catalog: Catalog,
    private readonly saleStates: SaleStates,
    private readonly waitingRoom: WaitingRoom,
    private readonly inventory: Inventory,
    private readonly repository: OrderRepository,
    private readonly lettingGo: LettingGo,
  ) {
    this.holds = new Batcher<HoldRequest, HoldResult>({ name: 'orders.hold', execute: (requests) => this.holdAll(requests) });
    this.releases = new Batcher<Release, ReleaseResult>({ name: 'orders.release', execute: (releases) => this.releaseAll(releases) });
  }

  /**
   * Holds places for a buyer, all or nothing.
   * @throws NotOnSale, OnlyARehearsal, AdmissionRequired, VerifiedAccountRequired, TokenRefused, the line's AdmissionExpired and AdmissionNotYours,
   * the stock's SeatTaken, SoldOut, LimitExceeded, SeatNotFound, TicketTypeNotFound.
   */
  async hold(buyer: Principal, eventId: string, wish: Want, admissionToken: string | undefined): Promise<Hold> {
    const quantity = 'seats' in wish ? wish.seats.length : wish.quantity;
    const admissionId = await this.admissionFor(buyer, eventId, quantity, admissionToken);
    const result = await this.holds.submit({ eventId, userId: buyer.userId, admissionId, wish, quantity });
    if (!result.ok) throw result.error;
    return result.hold;
  }

  /** Gives places back before they are paid; an order whose payment failed ends with that. @throws HoldNotFound, HoldBeingPaid. */
  async release(buyer: Principal, holdId: string): Promise<void> {
    const result = await this.releases.submit({ holdId, userId: buyer.userId });
    if (!result.ok) throw result.error;
  }

  private async admissionFor(buyer: Principal, eventId: string, quantity: number, token: string | undefined): Promise<string | null> {
    const terms = (await this.catalog.saleTerms([eventId])).get(eventId);
    const state = terms && (await this.saleStates.of([eventId])).get(eventId)?.state;
    if (terms?.status !== 'published' || state === undefined) throw new NotOnSale({ eventId, state: terms?.status ?? 'unknown' });
    // The access guard keeps a rehearsal's accounts to their own event; this keeps everybody else out of it.
    if (terms.rehearsal && buyer.rehearsalEventId !== terms.eventId) throw new OnlyARehearsal({ eventId });
    if (terms.verifiedAccountRequired && !buyer.verified) throw new VerifiedAccountRequired({ eventId });
    if (quantity > terms.sessionTicketLimit) throw new LimitExceeded({ limit: terms.sessionTicketLimit });
    if (!terms.lineRequired) {
      if (state !== 'open') throw new NotOnSale({ eventId, state });
      return null;
    }
    if (token === undefined) throw new AdmissionRequired({ eventId });
    const admission = this.waitingRoom.verifyToken(token);
    if (admission.eventId !== eventId) throw new TokenRefused({ purpose: 'admission' });
    return admission.admissionId;
  }

  private async holdAll(requests: HoldRequest[]): Promise<HoldResult[]> {
    const eventIds = [...new Set(requests.map(({ eventId }) => eventId))];
    const [terms] = await Promise.all([this.catalog.saleTerms(eventIds), this.inventory.warm(eventIds)]);
    return this.database.transaction(async (tx) => {
      const refusals = await this.spend(tx, requests);
      const admitted = requests.filter((request) => !refusals.has(request));
      const held = await this.inventory.hold(tx, admitted.map((request) => stockRequest(request, terms.get(request.eventId) as SaleTerms)));
      const results = new Map(admitted.map((request, index) => [request, held[index] as HoldResult]));
      await this.giveBackUnused(tx, results);
      return requests.map((request) => refusals.get(request) ?? (results.get(request) as HoldResult));
    });
  }

  /** Spends each request's promise; returns the refused ones. */
  private async spend(tx: Tx, requests: HoldRequest[]): Promise<Map<HoldRequest, HoldResult>> {
    const inLine = requests.filter(({ admissionId }) => admissionId !== null);
    const spent = inLine.length === 0 ? [] : await this.waitingRoom.spend(tx, inLine.map(({ admissionId, eventId, userId, quantity }) => ({ admissionId: admissionId as string, eventId, userId, quantity })));
    return new Map(inLine.flatMap((request, index) => {
      const answer = spent[index];
      return answer && !answer.ok ? [[request, answer]] : [];
    }));
  }

  /** A promise that was spent and bought no place goes back to its admission, in the same transaction. */
  private async giveBackUnused(tx: Tx, results: Map<HoldRequest, HoldResult>): Promise<void> {
    const unused = [...results].flatMap(([{ admissionId, quantity }, { ok }]) => (admissionId !== null && !ok ? [{ admissionId, quantity }] : []));
    if (unused.length > 0) await this.waitingRoom.giveBack(tx, unused);
  }

  /** Lock order: order, hold, then what letting go locks. */
  private async releaseAll(releases: Release[]): Promise<ReleaseResult[]> {
    return this.database.transaction(async (tx) => {
      const ids = [...new Set(releases.map(({ holdId }) => holdId))];
      const failed = new Map((await this.repository.lockOpenOfHolds(tx, ids)).filter(({ state }) => state === 'payment_failed').map((order) => [order.hold_id, order]));
      const holds = new Map((await this.inventory.lock(tx, ids)).map((hold) => [hold.id, hold]));
      // Read under the holds' locks: whoever places an order locks its hold first.
      const ordered = new Map((await this.repository.ofHolds(tx, ids)).map(({ hold_id, id }) => [hold_id, id]));
      const released = new Set<Hold>();
      const results = releases.map(({ holdId, userId }): ReleaseResult => {
        const hold = holds.get(holdId);
        if (hold?.userId !== userId) return { ok: false, error: new HoldNotFound({ holdId }) };
        const orderId = ordered.get(holdId);
        if (orderId !== undefined && !failed.has(holdId)) return { ok: false, error: new HoldBeingPaid({ holdId, orderId }) };
        released.add(hold);
        return { ok: true };
      });
      const orders = [...released].flatMap(({ id }) => failed.get(id) ?? []);
      await this.lettingGo.letGo(tx, orders, [...released], 'released');
      return results;
    });
  }
}

function stockRequest({ eventId, userId, admissionId, wish, quantity }: HoldRequest, { holdSeconds, buyerTicketLimit }: SaleTerms): StockRequest {
  return { holdId: newId(), eventId, userId, admissionId, fromPromise: admissionId === null ? 0 : quantity, want: wish, seconds: holdSeconds, buyerTicketLimit };
}
