import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform';

/**
 * What gateways were told of a payer. Attempts know no people, so whoever knows somebody's payments asks by these. There is nothing to forget:
 * an attempt that is over has lost its token and its payer's address already.
 */
@Injectable()
export class AttemptPersonalData {
  constructor(private readonly database: Database) {}

  async of(paymentIds: string[]): Promise<object[]> {
    const { rows } = await sql<object>`
      select id, payment_id as "paymentId", gateway, method, state, amount_cents as "amountCents", currency, token, description, charge_id as "chargeId", payer_email as "payerEmail",
             created_at as "createdAt", settled_at as "settledAt"
        from payments.attempt where payment_id = any(${paymentIds}::uuid[]) order by id`.execute(this.database.reads);
    return rows;
  }
}
