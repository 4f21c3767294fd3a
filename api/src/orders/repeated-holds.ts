import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform';
import { type HoldResult, Inventory } from '#inventory';
import { HoldKeyRepository } from './hold-key.repository.js';
import type { Idempotency } from './idempotency.js';
import { IdempotencyKeyReused } from './orders.errors.js';

/** A request that may have been made before. */
export interface Repeatable {
  userId: string;
  /** The hold's, should it be made now. */
  holdId: string;
  /** Null for whoever does not mean to ask again. */
  idempotency: Idempotency | null;
}

type Keyed = Repeatable & { idempotency: Idempotency };

const isKeyed = <Request extends Repeatable>(request: Request): request is Request & Keyed => request.idempotency !== null;
const nameOf = ({ userId, key }: { userId: string; key: string }) => `${userId} ${key}`;

/** Holds that are asked for again because the answer got lost: the same key and body are the same hold, as it is by now. */
@Injectable()
export class RepeatedHolds {
  constructor(
    private readonly keys: HoldKeyRepository,
    private readonly inventory: Inventory,
  ) {}

  /**
   * Takes the keys of new requests and answers those whose key is known. A key that another transaction is just taking is
   * waited for, so it comes before all locks of holding. Nothing is asked of the database for requests without a key.
   */
  async answer<Request extends Repeatable>(tx: Tx, requests: Request[]): Promise<Map<Request, HoldResult>> {
    const keyed = requests.filter(isKeyed);
    const wanted = keyed.map(({ userId, holdId, idempotency }) => ({ userId, holdId, ...idempotency }));
    const taken = wanted.length > 0 ? await this.keys.take(tx, wanted) : new Set<string>();
    const repeated = wanted.filter(({ holdId }) => !taken.has(holdId));
    if (repeated.length === 0) return new Map();
    const known = new Map((await this.keys.find(tx, repeated)).map((row) => [nameOf(row), row]));
    const holds = new Map((await this.inventory.find(tx, [...known.values()].map(({ holdId }) => holdId))).map((hold) => [hold.id, hold]));
    return new Map(keyed.flatMap((request): [Request, HoldResult][] => {
      const first = taken.has(request.holdId) ? undefined : known.get(nameOf({ userId: request.userId, key: request.idempotency.key }));
      const hold = first && holds.get(first.holdId);
      if (!hold) return [];
      return [[request, first.bodyHash.equals(request.idempotency.bodyHash) ? { ok: true, hold } : { ok: false, error: new IdempotencyKeyReused() }]];
    }));
  }

  /** A request that was refused may be made again with the same key. */
  async forget(tx: Tx, refused: Repeatable[]): Promise<void> {
    const keyed = refused.filter(isKeyed);
    if (keyed.length > 0) await this.keys.giveBack(tx, keyed.map(({ holdId }) => holdId));
  }
}

/** The first request of each key in a batch. */
export function firstOfKeys<Request extends Repeatable>(requests: Request[]): (request: Request) => Request {
  const first = new Map<string, Request>();
  const name = (request: Request) => (isKeyed(request) ? nameOf({ userId: request.userId, key: request.idempotency.key }) : request.holdId);
  for (const request of requests) if (!first.has(name(request))) first.set(name(request), request);
  return (request) => first.get(name(request)) as Request;
}

/** What the second of two requests with one key is told, in a batch that the first is in too. */
export function answerToTwin(request: Repeatable, first: Repeatable, result: HoldResult): HoldResult {
  const same = request === first || (isKeyed(request) && isKeyed(first) && request.idempotency.bodyHash.equals(first.idempotency.bodyHash));
  return same ? result : { ok: false, error: new IdempotencyKeyReused() };
}
