import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Tx } from '#platform';

/** Whom a service payment may pay (S4.12). */
export interface Payee {
  id: string;
  name: string;
  description: string;
  version: number;
  /** Nobody pays it any more; what was paid stays. */
  retiredAt: Date | null;
}

const columns = sql`id, name, description, version, retired_at as "retiredAt"`;

/** The SQL of payees. */
@Injectable()
export class PayeeRepository {
  /** Those that may be paid, or all of them; by name. */
  async page(tx: Tx, { retired, after, limit }: { retired: boolean; after: string | undefined; limit: number }): Promise<Payee[]> {
    const { rows } = await sql<Payee>`
      select ${columns} from wallet.payee
      where (${retired} or retired_at is null)
        and (${after ?? null}::uuid is null or (name, id) > (select name, id from wallet.payee where id = ${after ?? null}::uuid))
      order by name, id limit ${limit}`.execute(tx);
    return rows;
  }

  async lock(tx: Tx, id: string): Promise<Payee | undefined> {
    const { rows } = await sql<Payee>`select ${columns} from wallet.payee where id = ${id} for update`.execute(tx);
    return rows[0];
  }

  async insert(tx: Tx, { id, name, description }: Pick<Payee, 'id' | 'name' | 'description'>): Promise<void> {
    await sql`insert into wallet.payee (id, name, description) values (${id}, ${name}, ${description})`.execute(tx);
  }

  async update(tx: Tx, { id, name, description, version }: Pick<Payee, 'id' | 'name' | 'description' | 'version'>): Promise<void> {
    await sql`update wallet.payee set name = ${name}, description = ${description}, version = ${version} where id = ${id}`.execute(tx);
  }

  async retire(tx: Tx, id: string): Promise<void> {
    await sql`update wallet.payee set retired_at = platform.now(), version = version + 1 where id = ${id}`.execute(tx);
  }

  /** Payees of the demo, always under the same ids so that they are there once. */
  async seed(tx: Tx, payees: { id: string; name: string; description: string }[]): Promise<void> {
    await sql`
      insert into wallet.payee (id, name, description)
      select * from unnest(${payees.map(({ id }) => id)}::uuid[], ${payees.map(({ name }) => name)}::text[],
        ${payees.map(({ description }) => description)}::text[])
      on conflict do nothing`.execute(tx);
  }
}
