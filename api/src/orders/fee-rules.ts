import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, type Tx } from '#platform';
import { feeCentsOf, type FeeRule } from './fee.js';
import { FeeRuleRepository, type KeptFeeRule } from './fee-rule.repository.js';

/** Who sets a rule, and from where. */
interface Setter {
  userId: string;
  address: string;
}

/** What the platform keeps of orders. A rule holds for payments asked for from now on; one that was asked for keeps its fee. */
@Injectable()
export class FeeRules {
  constructor(
    private readonly database: Database,
    private readonly rules: FeeRuleRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** Tells the fee of orders of these organisers by the rules of this moment. */
  async of(tx: Tx, organiserIds: string[]): Promise<(order: { organiserId: string; totalCents: number; tickets: number }) => number> {
    const ruleOf = await this.rules.of(tx, [...new Set(organiserIds)]);
    return (order) => feeCentsOf(ruleOf(order.organiserId), order);
  }

  async page(after: string | undefined, limit: number): Promise<{ items: KeptFeeRule[]; nextCursor?: string }> {
    const rows = await this.rules.page(this.database.reads, after, limit + 1);
    const items = rows.slice(0, limit);
    const last = items.at(-1)?.organiserId;
    return { items, ...(rows.length > limit && last && { nextCursor: last }) };
  }

  async put(by: Setter, organiserId: string | null, rule: FeeRule): Promise<KeptFeeRule> {
    const kept = { organiserId, ...rule };
    await this.database.transaction(async (tx) => {
      await this.rules.put(tx, kept);
      await this.record(tx, by, 'set_fee', organiserId, { ...rule });
    });
    return kept;
  }

  /** The organiser pays what all pay. */
  async remove(by: Setter, organiserId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.rules.remove(tx, organiserId);
      await this.record(tx, by, 'remove_fee', organiserId, {});
    });
  }

  private async record(tx: Tx, { userId, address }: Setter, action: string, organiserId: string | null, data: Record<string, unknown>): Promise<void> {
    await this.audit.append(tx, { actor: userId, action: `orders.${action}`, target: organiserId === null ? 'fee:default' : `organiser:${organiserId}`, data, personal: { address } });
  }
}
