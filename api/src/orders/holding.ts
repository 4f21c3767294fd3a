import { Injectable } from '@nestjs/common';
import { Batcher, Database, DomainError, isViolation, newId, type Principal, TokenRefused, type Tx } from '#platform';
import { Catalog, type SaleTerms, SaleStates } from '#catalog';
import { type Hold, type HoldRequest as StockRequest, type HoldResult, Inventory, LimitExceeded, type Want } from '#inventory';
import { WaitingRoom } from '#waiting-room';
import type { Idempotency } from './idempotency.js';
import { LettingGo } from './letting-go.js';
import { OrderRepository } from './order.repository.js';
import { AdmissionRequired, HoldBeingPaid, HoldNotFound, NotOnSale, OnlyARehearsal, VerifiedAccountRequired } from './orders.errors.js';
import { answerToTwin, firstOfKeys, RepeatedHolds, type Repeatable } from './repeated-holds.js';

interface HoldRequest extends Repeatable {
  eventId: string;
  admissionId: string | null;
  /** Whose tickets are counted where no admission does that. */
  sessionId: string | null;
  wish: Want;
  quantity: number;
  /** What speaks against a new hold; one that was made before is told nevertheless. */
  refusal: DomainError | null;
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
    private readonly repeated: RepeatedHolds,
    private readonly repository: OrderRepository,
    private readonly lettingGo: LettingGo,
  ) {
    this.holds = new Batcher<HoldRequest, HoldResult>({ name: 'orders.hold', execute: (requests) => this.holdAll(requests) });
    this.releases = new Batcher<Release, ReleaseResult>({ name: 'orders.release', execute: (releases) => this.releaseAll(releases) });
  }

  /**
   * Holds places for a buyer, all or nothing. The same key and body are the same hold, whatever has become of it or of the sale.
   * @throws NotOnSale, OnlyARehearsal, AdmissionRequired, VerifiedAccountRequired, TokenRefused, IdempotencyKeyReused, the line's AdmissionExpired and AdmissionNotYours,
   * the stock's SeatTaken, SoldOut, LimitExceeded, SeatNotFound, TicketTypeNotFound, StockNotReady.
   */
  async hold(buyer: Principal, eventId: string, wish: Want, { admissionToken, idempotency }: { admissionToken: string | undefined; idempotency: Idempotency | null }): Promise<Hold> {
    const quantity = 'seats' in wish ? wish.seats.length : wish.quantity;
    const { admissionId, refusal } = await this.admissionFor(buyer, eventId, quantity, admissionToken).then((id) => ({ admissionId: id, refusal: null }), refusedAs);
    if (refusal && !idempotency) throw refusal;
    const request: HoldRequest = { holdId: newId(), eventId, userId: buyer.userId, admissionId, sessionId: admissionId === null ? buyer.sessionId : null, wish, quantity, idempotency, refusal };
    const result = await tallied(() => this.holds.submit(request));
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
    const eventIds = [...new Set(requests.filter(({ refusal }) => !refusal).map(({ eventId }) => eventId))];
    const [terms] = await Promise.all([this.catalog.saleTerms(eventIds), this.inventory.warm(eventIds)]);
    const firstOf = firstOfKeys(requests);
    const results = await this.database.transaction(async (tx) => {
      const distinct = requests.filter((request) => firstOf(request) === request);
      const answered = await this.repeated.answer(tx, distinct);
      const made = await this.holdNew(tx, distinct.filter((request) => !answered.has(request)), terms);
      await this.repeated.forget(tx, [...made].flatMap(([request, { ok }]) => (ok ? [] : [request])));
      return new Map([...answered, ...made]);
    });
    return requests.map((request) => answerToTwin(request, firstOf(request), results.get(firstOf(request)) as HoldResult));
  }

  private async holdNew(tx: Tx, requests: HoldRequest[], terms: Map<string, SaleTerms>): Promise<Map<HoldRequest, HoldResult>> {
    const refusals = await this.spend(tx, requests);
    const admitted = requests.filter((request) => !refusals.has(request));
    const held = await this.inventory.hold(tx, admitted.map((request) => stockRequest(request, terms.get(request.eventId) as SaleTerms)));
    const results = new Map(admitted.map((request, index) => [request, held[index] as HoldResult]));
    await this.giveBackUnused(tx, results);
    return new Map([...refusals, ...results]);
  }

  /** Spends each request's promise; returns the refused ones. */
  private async spend(tx: Tx, requests: HoldRequest[]): Promise<Map<HoldRequest, HoldResult>> {
    const refused = requests.flatMap((request): [HoldRequest, HoldResult][] => (request.refusal ? [[request, { ok: false, error: request.refusal }]] : []));
    const inLine = requests.filter(({ admissionId }) => admissionId !== null);
    const spent = inLine.length === 0 ? [] : await this.waitingRoom.spend(tx, inLine.map(({ admissionId, eventId, userId, quantity }) => ({ admissionId: admissionId as string, eventId, userId, quantity })));
    return new Map([...refused, ...inLine.flatMap((request, index): [HoldRequest, HoldResult][] => {
      const answer = spent[index];
      return answer && !answer.ok ? [[request, answer]] : [];
    })]);
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

/** Two processes that count somebody's first tickets at the same moment: the loser looks again and finds the tally. */
async function tallied(hold: () => Promise<HoldResult>): Promise<HoldResult> {
  try {
    return await hold();
  } catch (error) {
    if (isViolation(error, 'buyer_limit') || isViolation(error, 'session_limit')) return hold();
    throw error;
  }
}

/** Only an expected failure is an answer. */
function refusedAs(error: unknown): { admissionId: null; refusal: DomainError } {
  if (!(error instanceof DomainError)) throw error;
  return { admissionId: null, refusal: error };
}

function stockRequest({ holdId, eventId, userId, admissionId, sessionId, wish, quantity }: HoldRequest, { holdSeconds, buyerTicketLimit, sessionTicketLimit }: SaleTerms): StockRequest {
  return { holdId, eventId, userId, admissionId, sessionId, fromPromise: admissionId === null ? 0 : quantity, want: wish, seconds: holdSeconds, buyerTicketLimit, sessionTicketLimit };
}
