import assert from 'node:assert';
import { Injectable } from '@nestjs/common';
import { afterCommit, beforeCommit, type DomainError, Outbox, type Tx, withCommit } from '#platform';
import { resolve } from './allocation.js';
import type { Hold, HoldItem, HoldRequest, LockedHold, SoldPlace } from './hold.js';
import { HoldRepository, type NewHold } from './hold.repository.js';
import { seatsChanged } from './inventory.events.js';
import { InventoryMetrics } from './inventory-metrics.js';
import { Places } from './places.js';
import { type Availability, type EventChange, sum } from './stock.js';
import { StockRepository } from './stock.repository.js';

/** What became of a {@link HoldRequest}: SeatTaken, SoldOut, SeatNotFound, SeatNamedTwice, TicketTypeNotFound, NotForSale, LimitExceeded, StockNotReady are expected. */
export type HoldResult = { ok: true; hold: Hold } | { ok: false; error: DomainError };

/** What a transaction will have done to holds and sums at its end. */
interface Work {
  readonly confirmations: Map<string, { holdId: string; orderId: string }>;
  readonly releases: Map<string, { holdId: string; asPromise: boolean; state: 'released' | 'expired' }>;
  readonly putBack: SoldPlace[];
  readonly changes: EventChange[];
}

/**
 * Stock and holds. Every verb takes a batch and works inside the caller's transaction, in the house's lock order
 * (order → hold → admission → line → line entry → product stock → section → seat → buyer tally → session tally → event stock), with a
 * fixed number of statements whatever the batch's size.
 *
 * What need not be known at once is gathered and written as the last thing before the commit: confirmations and
 * releases lock all their sections together and in order, however often they are called, and an event's stock changes
 * once, in the very last statement, so that its lock lives only for the commit.
 */
@Injectable()
export class Inventory {
  private readonly works = new WeakMap<Tx, Work>();

  constructor(
    private readonly holds: HoldRepository,
    private readonly stock: StockRepository,
    private readonly places: Places,
    private readonly outbox: Outbox,
    private readonly metrics: InventoryMetrics,
  ) {}

  /**
   * Looks up what holds of these events will need and no lock protects. Call it before the transaction of {@link hold}, so that what
   * is not in memory is not read while locks are held.
   */
  async warm(eventIds: string[]): Promise<void> {
    await this.places.facts(eventIds);
  }

  /** Takes places for buyers, each request's all or none, in the order of the requests; results in the same order. */
  async hold(tx: Tx, requests: HoldRequest[]): Promise<HoldResult[]> {
    const facts = await this.places.facts([...new Set(requests.map(({ eventId }) => eventId))], tx);
    const asks = requests.map((request) => resolve(request, facts.get(request.eventId)!));
    const outcomes = await this.places.allocate(tx, asks);
    afterCommit(tx, () => this.metrics.requested(outcomes));
    const made = requests.flatMap((request, at): NewHold[] => {
      const outcome = outcomes[at]!;
      return outcome.ok ? [{ request, ...facts.get(request.eventId)!, items: outcome.items }] : [];
    });
    const times = made.length > 0 ? await this.write(tx, made) : new Map<string, never>();
    return outcomes.map((outcome, at): HoldResult => {
      if (!outcome.ok) return outcome;
      const { holdId: id, eventId, userId, admissionId, sessionId, fromPromise } = requests[at]!;
      const { currency } = facts.get(eventId)!;
      return { ok: true, hold: { id, eventId, userId, admissionId, sessionId, state: 'held', currency, ...times.get(id)!, keptUntil: null, fromPromise, orderId: null, items: outcome.items } };
    });
  }

  /** The holds among these that still have their places unsold, with their rows locked by id ascending; others are absent. */
  lock(tx: Tx, holdIds: string[]): Promise<LockedHold[]> {
    return this.holds.lock(tx, holdIds, ['held']);
  }

  /** Holds as they are, in any state and without a lock. */
  find(tx: Tx, holdIds: string[]): Promise<Hold[]> {
    return this.holds.find(tx, holdIds);
  }

  /**
   * Keeps locked holds for payments in flight until so many seconds from now: never shorter than they live anyway, never
   * longer than hold + payment window + grace from their beginning. Null gives a hold back to its own deadline.
   */
  keep(tx: Tx, kept: { holdId: string; seconds: number | null }[]): Promise<void> {
    return this.holds.keep(tx, kept);
  }

  /** Ends holds and frees their places; those that are not `held` any more are left alone. `asPromise` keeps the places promised. */
  async release(tx: Tx, releases: { holdId: string; asPromise: boolean; state: 'released' | 'expired' }[]): Promise<void> {
    const work = this.workOf(tx);
    for (const release of releases) work.releases.set(release.holdId, release);
  }

  /**
   * Sells the places of holds locked by {@link lock}, and lowers the promises of their events by what finished
   * admissions leave unused (by event id). The commit fails when one of the holds is not `held`.
   */
  async confirm(tx: Tx, confirmations: { holdId: string; orderId: string }[], unpromised: ReadonlyMap<string, number>): Promise<void> {
    const work = this.workOf(tx);
    for (const confirmation of confirmations) work.confirmations.set(confirmation.holdId, confirmation);
    for (const [eventId, places] of unpromised) work.changes.push({ eventId, promised: -places });
  }

  /**
   * For money that came after its hold had ended: takes the same seats again, else others of the same category, from
   * what is neither taken nor promised, straight to sold. All or nothing per hold: the hold with its places as they
   * are now, or null. A hold that has not ended, or whose buyer or session has bought up to the limit since, gets null.
   */
  async retake(tx: Tx, retakes: { holdId: string; orderId: string }[]): Promise<(Hold | null)[]> {
    const ended = new Map((await this.holds.lock(tx, retakes.map(({ holdId }) => holdId), ['released', 'expired'])).map((hold) => [hold.id, hold]));
    const late = retakes.flatMap(({ holdId, orderId }) => (ended.has(holdId) ? [{ hold: ended.get(holdId)!, orderId }] : []));
    if (late.length === 0) return retakes.map(() => null);
    const outcomes = await this.places.allocateAgain(tx, late.map(({ hold }) => hold));
    const taken = late.flatMap(({ hold, orderId }, at): { hold: LockedHold; orderId: string; items: readonly HoldItem[] }[] => {
      const outcome = outcomes[at]!;
      return outcome.ok ? [{ hold, orderId, items: outcome.items }] : [];
    });
    if (taken.length > 0) {
      await this.holds.retake(tx, taken.map(({ hold, orderId, items }) => ({ holdId: hold.id, orderId, items })));
      await this.outbox.append(tx, seatsChanged('sold', taken.map(({ hold: { eventId }, items }) => ({ eventId, items }))));
      this.workOf(tx).changes.push(...taken.map(({ hold: { eventId }, items }) => ({ eventId, sold: items.length })));
    }
    const retaken = new Map(taken.map(({ hold, orderId, items }): [string, Hold] => [hold.id, { ...hold, state: 'confirmed', orderId, keptUntil: null, items }]));
    afterCommit(tx, () => {
      this.metrics.ended('retaken', taken.length);
      this.metrics.ended('not_retaken', late.length - taken.length);
    });
    return retakes.map(({ holdId }) => retaken.get(holdId) ?? null);
  }

  /**
   * Puts sold places back on sale, with the tallies of who had bought them; those that are back already stay as they are. Locks their
   * holds at once, sections and all else before the commit.
   */
  async putBack(tx: Tx, places: SoldPlace[]): Promise<void> {
    if (places.length === 0) return;
    await this.holds.lock(tx, [...new Set(places.map(({ holdId }) => holdId))], ['confirmed']);
    this.workOf(tx).putBack.push(...places);
  }

  /** Promises up to `wanted` places, as many as are free; returns how many. Only the fenced controller of the event's line may raise promises. */
  promise(tx: Tx, eventId: string, wanted: number): Promise<number> {
    assert(wanted >= 0);
    return this.stock.promise(tx, eventId, wanted);
  }

  /** Lowers promises, by event id; at once, so that {@link promise} may give them to others. */
  unpromise(tx: Tx, places: ReadonlyMap<string, number>): Promise<void> {
    return this.stock.change(tx, sum([...places].map(([eventId, count]) => ({ eventId, promised: -count }))));
  }

  /** Holds whose deadline has passed by the database's clock, the longest overdue first. */
  expired(tx: Tx, limit: number): Promise<string[]> {
    return this.holds.expired(tx, limit);
  }

  /** How the stock of events stands; unknown ones and those never published are absent. */
  availability(tx: Tx, eventIds: string[]): Promise<Map<string, Availability>> {
    return this.stock.availability(tx, eventIds);
  }

  private async write(tx: Tx, made: NewHold[]): Promise<Map<string, { createdAt: Date; expiresAt: Date }>> {
    const { times, seats } = await this.holds.insert(tx, made);
    const named = made.flatMap(({ items }) => items.filter(({ seatId }) => seatId !== null));
    assert.equal(seats, named.length, 'a seat changed without its section being locked');
    await this.outbox.append(tx, seatsChanged('held', made.map(({ request: { eventId }, items }) => ({ eventId, items }))));
    this.workOf(tx).changes.push(...made.map(({ request: { eventId, fromPromise }, items }) => ({ eventId, held: items.length, promised: -fromPromise })));
    return times;
  }

  private workOf(tx: Tx): Work {
    let work = this.works.get(tx);
    if (!work) {
      work = { confirmations: new Map(), releases: new Map(), putBack: [], changes: [] };
      this.works.set(tx, work);
      const gathered = work;
      beforeCommit(tx, () => this.finish(tx, gathered));
    }
    return work;
  }

  private async finish(tx: Tx, work: Work): Promise<void> {
    const settled = work.confirmations.size + work.releases.size + work.putBack.length > 0 ? await this.settle(tx, work) : [];
    withCommit(tx, 'sums', () => this.stock.changing(sum([...work.changes, ...settled])));
  }

  /** Locks the holds and all their sections, in order, and writes; returns how the sums of their events change. */
  private async settle(tx: Tx, { confirmations, releases, putBack }: Work): Promise<EventChange[]> {
    const ids = [...new Set([...confirmations.keys(), ...releases.keys()])];
    const ends = [...releases.values()].filter(({ holdId }) => !confirmations.has(holdId));
    // Sent together: what is written is chosen by the holds' states, which their locks keep as they are read here.
    const [held, , back] = await Promise.all([
      this.holds.lock(tx, ids, ['held']),
      this.stock.lockSectionsOf(tx, ids, putBack),
      putBack.length > 0 ? this.holds.putBack(tx, putBack) : [],
      ...(confirmations.size > 0 ? [this.holds.confirm(tx, [...confirmations.values()])] : []),
      ...(ends.length > 0 ? [this.holds.end(tx, ends)] : []),
    ]);
    const [sold, ended] = [held.filter(({ id }) => confirmations.has(id)), held.filter(({ id }) => !confirmations.has(id))];
    assert.equal(sold.length, confirmations.size, 'only held holds are confirmed');
    await this.outbox.append(tx, [...seatsChanged('sold', sold), ...seatsChanged('free', ended), ...seatsChanged('free', back.map(({ eventId, seatId }) => ({ eventId, items: [{ seatId }] })))]);
    afterCommit(tx, () => {
      this.metrics.ended('confirmed', sold.length);
      for (const { id } of ended) this.metrics.ended(releases.get(id)!.state);
      this.metrics.ended('put_back', back.length);
    });
    return [
      ...back.map(({ eventId }) => ({ eventId, sold: -1 })),
      ...sold.map(({ eventId, items }) => ({ eventId, held: -items.length, sold: items.length })),
      ...ended.map(({ id, eventId, items }) => ({ eventId, held: -items.length, promised: releases.get(id)!.asPromise ? items.length : 0 })),
    ];
  }
}
