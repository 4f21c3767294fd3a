import { Injectable } from '@nestjs/common';
import { AuditTrail, newId, type Tx } from '#platform';
import { type Payee, PayeeRepository } from './payee.repository.js';
import { PayeeEditedMeanwhile, PayeeNotFound, PayeeRetired } from './wallet.errors.js';
import { WalletDatabase } from './wallet-database.js';

/** Who maintains payees, and from where. */
interface Maintainer {
  userId: string;
  address: string;
}

/** Whom services may be paid to (S4.12). */
@Injectable()
export class Payees {
  constructor(
    private readonly database: WalletDatabase,
    private readonly repository: PayeeRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** By name; retired ones only where they are asked for. */
  async page(asked: { retired: boolean; after: string | undefined; limit: number }): Promise<{ items: Payee[]; nextCursor?: string }> {
    const rows = await this.repository.page(this.database.reads, { ...asked, limit: asked.limit + 1 });
    const items = rows.slice(0, asked.limit);
    const last = rows.length > asked.limit ? items.at(-1) : undefined;
    return { items, ...(last && { nextCursor: last.id }) };
  }

  async add(by: Maintainer, fields: { name: string; description: string }): Promise<Payee> {
    const payee = { id: newId(), ...fields, version: 1, retiredAt: null };
    await this.database.transaction(async (tx) => {
      await this.repository.insert(tx, payee);
      await this.record(tx, by, 'add_payee', payee.id, fields);
    });
    return payee;
  }

  /** @throws PayeeNotFound, PayeeRetired, PayeeEditedMeanwhile */
  async edit(by: Maintainer, id: string, { version, ...changes }: { version: number; name?: string | undefined; description?: string | undefined }): Promise<Payee> {
    return this.database.transaction(async (tx) => {
      const payee = await this.lock(tx, id);
      if (payee.version !== version) throw new PayeeEditedMeanwhile({ version: payee.version });
      const changed = { ...payee, name: changes.name ?? payee.name, description: changes.description ?? payee.description, version: version + 1 };
      await this.repository.update(tx, changed);
      await this.record(tx, by, 'change_payee', id, changes);
      return changed;
    });
  }

  /** Nobody pays it from now on; payments that are on their way end as they would. @throws PayeeNotFound, PayeeRetired */
  async retire(by: Maintainer, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.lock(tx, id);
      await this.repository.retire(tx, id);
      await this.record(tx, by, 'retire_payee', id, {});
    });
  }

  private async lock(tx: Tx, id: string): Promise<Payee> {
    const payee = await this.repository.lock(tx, id);
    if (!payee) throw new PayeeNotFound();
    if (payee.retiredAt) throw new PayeeRetired();
    return payee;
  }

  private async record(tx: Tx, { userId, address }: Maintainer, action: string, payeeId: string, data: Record<string, unknown>): Promise<void> {
    await this.audit.append(tx, { actor: userId, action: `wallet.${action}`, target: `payee:${payeeId}`, data, personal: { address } });
  }
}
