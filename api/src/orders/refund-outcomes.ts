import { Injectable } from '@nestjs/common';
import { Database, Draining, Outcomes } from '#platform';
import { RefundRepository } from './refund.repository.js';

/** Calls that wait for a refund to be back (`Prefer: wait`). */
@Injectable()
export class RefundOutcomes extends Outcomes<true> {
  constructor(database: Database, refunds: RefundRepository, draining: Draining) {
    super(async (ids) => {
      const found = await refunds.find(database.reads, ids);
      return new Map(found.filter(({ state }) => state !== 'requested').map(({ id }) => [id, true]));
    }, draining.outOfPatience);
  }
}
