import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Tx } from './database/index.js';
import { newId } from './ids.js';
import { defineEvent } from './messaging/message.js';
import { Outbox } from './messaging/outbox.js';

/** Somebody with a role did something to something. */
export const ActRecorded = defineEvent({
  name: 'audit.act_recorded',
  version: 1,
  key: (act) => act.target,
  schema: z.strictObject({
    actId: z.uuid(),
    /** A user's id, or `system`. */
    actor: z.string(),
    /** `<module>.<verb>`, such as `catalog.change_price`. */
    action: z.string(),
    /** `<thing>:<id>`. */
    target: z.string(),
    /** What changed; nothing personal. */
    data: z.record(z.string(), z.unknown()),
    /** Kept outside the hash chain so that it can be deleted: address, device, names, e-mails. */
    personal: z.record(z.string(), z.unknown()),
  }),
});

/** One act of somebody with a role; see {@link ActRecorded} for the fields. */
export type Act = Omit<z.infer<typeof ActRecorded.schema>, 'actId'>;

/** Writes acts down in the transaction that does them; the audit module chains them off the hot path. */
@Injectable()
export class AuditTrail {
  constructor(private readonly outbox: Outbox) {}

  /** Takes acts along with the transaction's commit, in their order. */
  async append(tx: Tx, ...acts: Act[]): Promise<void> {
    await this.outbox.append(tx, acts.map((act) => ActRecorded.message({ actId: newId(), ...act })));
  }
}
