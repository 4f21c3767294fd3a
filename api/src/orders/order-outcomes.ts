import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, Draining, Outcomes } from '#platform';

/** Buyers' calls that wait for what their payment brings (`Prefer: wait`). */
@Injectable()
export class OrderOutcomes {
  private readonly outcomes;

  constructor(
    private readonly database: Database,
    draining: Draining,
  ) {
    this.outcomes = new Outcomes<true>((ids) => this.settled(ids), draining.outOfPatience);
  }

  /** Waits until the order is decided or has a PIX code to show, at most `waitMs`. Whether it happened. */
  async wait(orderId: string, waitMs: number): Promise<boolean> {
    return (await this.outcomes.wait(orderId, waitMs)) !== null;
  }

  async tell(orderIds: string[]): Promise<void> {
    // Failing to look now is no harm: those who wait look again by themselves.
    await this.outcomes.tell(orderIds).catch(() => {});
  }

  private async settled(ids: string[]): Promise<Map<string, true>> {
    const { rows } = await sql<{ id: string }>`
      select o.id from orders."order" o
      where o.id = any(${ids}::uuid[])
        and (o.state <> 'awaiting_payment' or exists (select from orders.payment p where p.order_id = o.id and p.state = 'presented'))`.execute(this.database.reads);
    return new Map(rows.map(({ id }) => [id, true]));
  }
}
