import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail, type DomainError, Metrics, newId, requestId, type Tx } from '#platform';
import { type Conflict, type ConflictState, isUndecided, leftCents, standingOf } from './conflict.js';
import { ConflictRepository, type ListedConflict } from './conflict.repository.js';
import type { conflictAnswer } from './conflict.schemas.js';
import { conflictView } from './conflict-view.js';
import { type KeyedRequest, KeptRequests } from './kept-requests.js';
import { PaymentRepository } from './payment.repository.js';
import { conflictStep, type Step } from './steps.js';
import { ConflictNotFound, ConflictNotOpen } from './wallet.errors.js';
import { Wallet } from './wallet.js';
import { WalletDatabase } from './wallet-database.js';

type Answer = z.infer<typeof conflictAnswer>;

/** What gateways took otherwise than asked, and what people decide about it. */
@Injectable()
export class Conflicts {
  constructor(
    private readonly database: WalletDatabase,
    private readonly repository: ConflictRepository,
    private readonly payments: PaymentRepository,
    private readonly requests: KeptRequests,
    private readonly wallet: Wallet,
    private readonly audit: AuditTrail,
    metrics: Metrics,
  ) {
    metrics.gauge('catraca_wallet_conflicts_open', 'What gateways took otherwise than asked and is not settled yet.', ['gateway', 'state'], async (gauge) => {
      gauge.reset();
      for (const { gateway, state, count } of await repository.counts(database.reads)) gauge.set({ gateway, state }, count);
    });
  }

  /** The newest payments first. */
  async page(state: ConflictState | undefined, before: string | undefined, limit: number): Promise<{ items: ListedConflict[]; nextCursor?: string }> {
    const rows = await this.repository.page(this.database.reads, { state, before, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, ...(last && { nextCursor: last.paymentId }) };
  }

  /** @throws ConflictNotFound */
  async find(paymentId: string): Promise<ListedConflict> {
    const found = await this.repository.find(this.database.reads, paymentId);
    if (!found) throw new ConflictNotFound({ paymentId });
    return found;
  }

  /** Gives back what came, all that is left of it; the gateway's answer settles it. @throws ConflictNotFound, ConflictNotOpen, IdempotencyKeyReused */
  giveBack(by: KeyedRequest, paymentId: string): Promise<Answer> {
    const refundId = newId();
    return this.decide(by, paymentId, 'return_conflict', { refundId }, (settlement) => settlement.returnConflict(paymentId, refundId, by.userId));
  }

  /** It was seen to at the gateway by hand. @throws ConflictNotFound, ConflictNotOpen, IdempotencyKeyReused */
  close(by: KeyedRequest, paymentId: string, note: string): Promise<Answer> {
    return this.decide(by, paymentId, 'close_conflict', { note }, (settlement) => settlement.closeConflict(paymentId, note, by.userId));
  }

  /** The same key and body are one decision, and one answer. */
  private decide(by: KeyedRequest, paymentId: string, action: 'return_conflict' | 'close_conflict', data: Record<string, string>, apply: Step['apply']): Promise<Answer> {
    return this.requests.once(by, async (tx) => {
      const conflict = await this.lock(tx, paymentId);
      const refusal = refusalTo(action, conflict);
      if (refusal) return refusal;
      await this.wallet.take(tx, [conflictStep(paymentId, requestId() ?? null, apply)]);
      const { gateway, amountCents, currency } = conflict;
      await this.audit.append(tx, { actor: by.userId, action: `wallet.${action}`, target: `payment:${paymentId}`, data: { gateway, amountCents, currency, leftCents: leftCents(conflict), ...data }, personal: { address: by.address } });
      return conflictView((await this.repository.find(tx, paymentId)) as ListedConflict);
    });
  }

  /** @throws ConflictNotFound */
  private async lock(tx: Tx, paymentId: string): Promise<Conflict> {
    await this.payments.lock(tx, [paymentId]);
    const conflict = (await this.repository.ofPayments(tx, [paymentId])).get(paymentId);
    if (!conflict) throw new ConflictNotFound({ paymentId });
    return conflict;
  }
}

/** A gateway that says it took nothing has nothing to give back: that is for a person to close. */
function refusalTo(action: 'return_conflict' | 'close_conflict', conflict: Conflict): DomainError | null {
  const refused = !isUndecided(conflict) || (action === 'return_conflict' && leftCents(conflict) === 0);
  return refused ? new ConflictNotOpen({ paymentId: conflict.paymentId, state: standingOf(conflict) }) : null;
}
