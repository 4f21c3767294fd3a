import { Injectable } from '@nestjs/common';
import { afterCommit, AuditTrail, Database, HealthParts, Log, Metrics, type Tx } from '#platform';
import type { DifferenceKind, DifferenceState } from './difference.js';
import { type Difference, DifferenceRepository, type Finding } from './difference.repository.js';
import { Gateways } from './gateways.js';
import { DifferenceNotFound, DifferenceSettled } from './payments.errors.js';

/** What is kept of books that do not agree: written down once, told to whoever watches, closed by itself or by a person. */
@Injectable()
export class Differences {
  private readonly found;

  constructor(
    private readonly database: Database,
    private readonly repository: DifferenceRepository,
    private readonly gateways: Gateways,
    private readonly audit: AuditTrail,
    private readonly log: Log,
    metrics: Metrics,
    parts: HealthParts,
  ) {
    this.found = metrics.counter('catraca_payment_differences_total', 'Differences found between a gateway, the attempts and the ledger, by what became of them.', ['gateway', 'kind', 'state']);
    metrics.gauge('catraca_payment_differences_open', 'Differences that no safe repair settles and nobody has closed.', ['gateway', 'kind'], async (gauge) => {
      gauge.reset();
      for (const { gateway, kind, count } of await repository.openCounts(database.reads)) gauge.set({ gateway, kind }, count);
    });
    parts.add('books', false, () => this.health());
  }

  /** Writes findings down and settles, of these kinds, the open ones whose references agree now. Raises the alarm for what a person has to see. */
  async record(tx: Tx, gateway: string, findings: Finding[], agreeing: { kinds: readonly DifferenceKind[]; references: string[] }): Promise<void> {
    if (agreeing.references.length > 0) await this.repository.settle(tx, gateway, agreeing.kinds, agreeing.references);
    const written = await this.repository.write(tx, gateway, findings);
    afterCommit(tx, () => written.forEach((each) => this.tell(each)));
  }

  /** @throws GatewayNotFound */
  async page(gateway: string, filter: { state?: DifferenceState | undefined; kind?: DifferenceKind | undefined; before?: string | undefined; limit: number }): Promise<{ items: Difference[]; nextCursor?: string }> {
    this.gateways.line(gateway);
    const items = await this.repository.page(this.database.reads, gateway, { ...filter, limit: filter.limit + 1 });
    const more = items.length > filter.limit;
    const page = items.slice(0, filter.limit);
    return { items: page, ...(more && { nextCursor: (page.at(-1) as Difference).id }) };
  }

  /** Once more by the same person with the same note is the same closing. @throws GatewayNotFound, DifferenceNotFound, DifferenceSettled */
  close(gateway: string, id: string, note: string, by: { userId: string; address: string }): Promise<Difference> {
    this.gateways.line(gateway);
    return this.database.transaction(async (tx) => {
      const found = await this.repository.lock(tx, gateway, id);
      if (!found) throw new DifferenceNotFound({ differenceId: id });
      if (found.closedBy === by.userId && found.note === note) return found;
      if (found.state !== 'open') throw new DifferenceSettled({ state: found.state });
      const { kind, reference, ours, theirs } = found;
      await this.audit.append(tx, {
        actor: by.userId, action: 'payments.close_difference', target: `difference:${id}`, data: { gateway, kind, reference, ours, theirs, note }, personal: { address: by.address },
      });
      return this.repository.close(tx, id, by.userId, note);
    });
  }

  private tell({ id, gateway, kind, state, reference, paymentId, ours, theirs }: Difference): void {
    this.found.inc({ gateway, kind, state });
    if (state === 'open') this.log.error({ differenceId: id, gateway, kind, reference, paymentId, ours, theirs }, 'two books do not agree: a person must see to it');
  }

  private async health(): Promise<{ ok: boolean; detail: string }> {
    const open = (await this.repository.openCounts(this.database.reads)).reduce((sum, { count }) => sum + count, 0);
    return { ok: open === 0, detail: open === 0 ? 'agree' : `differ in ${open} places that a person must see to` };
  }
}
