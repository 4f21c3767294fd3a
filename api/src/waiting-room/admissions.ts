import { Injectable } from '@nestjs/common';
import { LimitExceeded } from '#inventory';
import type { Tx } from '#platform';
import { AdmissionRepository, type LockedAdmission } from './admission.repository.js';
import { AdmissionExpired, AdmissionNotYours } from './waiting-room.errors.js';

/** Tickets that a hold takes out of an admission's promise. */
export interface SpendRequest {
  admissionId: string;
  eventId: string;
  userId: string;
  quantity: number;
}

export type SpendResult = { ok: true } | { ok: false; error: AdmissionExpired | AdmissionNotYours | LimitExceeded };

/**
 * Admissions and what they may still take. An admission is `open` until it is `finished` by a confirmed order, or
 * `expired` by the line's controller at the end of its window; whichever ends it frees what it had left.
 */
@Injectable()
export class Admissions {
  constructor(private readonly admissions: AdmissionRepository) {}

  async spend(tx: Tx, requests: readonly SpendRequest[]): Promise<SpendResult[]> {
    const locked = await this.admissions.lock(tx, unique(requests.map(({ admissionId }) => admissionId)));
    const byId = new Map(locked.map((admission) => [admission.id, admission]));
    const unbound = requests.filter(({ admissionId }) => byId.get(admissionId)?.userId === null);
    const holders = unbound.length > 0 ? await this.admissions.holders(tx, unbound) : new Set<string>();
    const changed = new Map<string, LockedAdmission & { userId: string }>();
    const results = requests.map((request): SpendResult => {
      const admission = byId.get(request.admissionId);
      const error = refusal(request, admission, holders);
      if (error) return { ok: false, error };
      const spent = Object.assign(admission!, { userId: request.userId, promisedLeft: admission!.promisedLeft - request.quantity });
      holders.add(`${request.eventId}:${request.userId}`);
      changed.set(spent.id, spent);
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

  async finish(tx: Tx, admissionIds: readonly string[]): Promise<Map<string, number>> {
    const freed = new Map<string, number>();
    for (const { eventId, left } of await this.admissions.finish(tx, unique(admissionIds))) {
      if (left > 0) freed.set(eventId, (freed.get(eventId) ?? 0) + left);
    }
    return freed;
  }
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
