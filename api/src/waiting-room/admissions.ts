import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LimitExceeded } from '#inventory';
import { isViolation, type Tx } from '#platform';
import { AdmissionRepository, type LockedAdmission } from './admission.repository.js';
import { AdmissionExpired, AdmissionNotYours } from './waiting-room.errors.js';

/** Tickets that a hold takes out of an admission's promise. */
export interface SpendRequest {
  admissionId: string;
  eventId: string;
  userId: string;
  quantity: number;
}

/** What became of a {@link SpendRequest}; of a limit, `limit` is what the admission has left. */
export type SpendResult = { ok: true } | { ok: false; error: AdmissionExpired | AdmissionNotYours | LimitExceeded };

/** As many transactions as could bind admissions of the users of one batch at the same moment, generously. */
const bindingAttemptsMax = 5;

/**
 * Admissions and what they may still take. An admission is `open` until it is `finished` by a confirmed order, or
 * `expired` by the line's controller at the end of its window; whichever ends it frees what it had left.
 */
@Injectable()
export class Admissions {
  constructor(private readonly admissions: AdmissionRepository) {}

  async spend(tx: Tx, requests: readonly SpendRequest[]): Promise<SpendResult[]> {
    const locked = await this.admissions.lock(tx, unique(requests.map(({ admissionId }) => admissionId)));
    const unbound = new Set(locked.filter(({ userId }) => userId === null).map(({ id }) => id));
    const binding = requests.filter(({ admissionId }) => unbound.has(admissionId));
    if (binding.length === 0) return this.#spend(tx, requests, locked, new Set());
    for (let attempt = 1; ; attempt++) {
      const holders = await this.admissions.holders(tx, binding);
      await sql`savepoint bind_admission`.execute(tx);
      try {
        return await this.#spend(tx, requests, locked.map((admission) => ({ ...admission })), holders);
      } catch (error) {
        // Another transaction bound another admission to the same user between our look and our update: now it is seen.
        if (!isViolation(error, 'one_open_admission_per_user') || attempt >= bindingAttemptsMax) throw error;
        await sql`rollback to savepoint bind_admission`.execute(tx);
      }
    }
  }

  /** Decides one request after the other and writes all that was spent. */
  async #spend(tx: Tx, requests: readonly SpendRequest[], locked: readonly LockedAdmission[], holders: Set<string>): Promise<SpendResult[]> {
    const byId = new Map(locked.map((admission) => [admission.id, admission]));
    const changed = new Map<string, { id: string; promisedLeft: number; userId: string }>();
    const results = requests.map((request): SpendResult => {
      const admission = byId.get(request.admissionId);
      const error = refusal(request, admission, holders);
      if (error || !admission) return { ok: false, error: error ?? new AdmissionNotYours() };
      admission.userId = request.userId;
      admission.promisedLeft -= request.quantity;
      holders.add(`${request.eventId}:${request.userId}`);
      changed.set(admission.id, { id: admission.id, promisedLeft: admission.promisedLeft, userId: request.userId });
      return { ok: true };
    });
    if (changed.size > 0) await this.admissions.spend(tx, [...changed.values()]);
    return results;
  }

  async giveBack(tx: Tx, returned: readonly { admissionId: string; quantity: number }[]): Promise<boolean[]> {
    const locked = await this.admissions.lock(tx, unique(returned.map(({ admissionId }) => admissionId)));
    const live = new Set(locked.filter((admission) => admission.live).map(({ id }) => id));
    const quantities = new Map<string, number>();
    for (const { admissionId, quantity } of returned) {
      if (live.has(admissionId)) quantities.set(admissionId, (quantities.get(admissionId) ?? 0) + quantity);
    }
    await this.admissions.giveBack(tx, [...quantities].map(([id, quantity]) => ({ id, quantity })));
    return returned.map(({ admissionId }) => live.has(admissionId));
  }

  async lock(tx: Tx, admissionIds: readonly string[]): Promise<void> {
    await this.admissions.lock(tx, unique(admissionIds));
  }

  async finish(tx: Tx, admissionIds: readonly string[]): Promise<Map<string, number>> {
    const open = (await this.admissions.lock(tx, unique(admissionIds))).filter(({ state }) => state === 'open');
    await this.admissions.end(tx, open.map(({ id }) => id), 'finished');
    return new Map([...Map.groupBy(open, ({ eventId }) => eventId)].map(([eventId, ended]) => [eventId, promisedTo(ended)]));
  }
}

/** The tickets that these admissions may still take. */
export function promisedTo(admissions: readonly LockedAdmission[]): number {
  return admissions.reduce((sum, { promisedLeft }) => sum + promisedLeft, 0);
}

/** Why an admission does not serve this hold, the most fundamental reason first. */
function refusal(
  { eventId, userId, quantity }: SpendRequest,
  admission: LockedAdmission | undefined,
  holders: ReadonlySet<string>,
): AdmissionExpired | AdmissionNotYours | LimitExceeded | null {
  if (!admission || admission.eventId !== eventId) return new AdmissionNotYours();
  if (admission.userId === null ? holders.has(`${eventId}:${userId}`) : admission.userId !== userId) return new AdmissionNotYours();
  if (!admission.live) return new AdmissionExpired();
  if (admission.promisedLeft < quantity) return new LimitExceeded({ limit: admission.promisedLeft });
  return null;
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
