import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../office/database.ts';
import { type FillPlan, salesUntil } from './plan.ts';

const statements = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');
/** People of one transaction. */
const PEOPLE = 50_000;

/** Nobody waits for this data, and what refers to what is right by construction: neither every commit nor every foreign key is waited for. */
const settings = { synchronous_commit: 'off', session_replication_role: 'replica', work_mem: '128MB', 'bench.from': '0' };

/**
 * Fills a box office with sales up to `tickets`, set by set, in the shape that real ones leave behind (`npm run verify` finds nothing wrong with them). What is
 * there already stays. Only while nothing is sold: consumers are told that they have read what they never got.
 */
export async function fillUpTo(database: Database, plan: FillPlan, tickets: number, say: (text: string) => void): Promise<void> {
  const [people, sale, messages, audit, books] = ['people.sql', 'sale.sql', 'messages.sql', 'audit.sql', 'books.sql'].map(statements);
  await database.session(settings, async (query) => {
    const given = async (values: Record<string, number>): Promise<void> => {
      for (const [name, value] of Object.entries(values)) await query('select set_config($1, $2, false)', [`bench.${name}`, String(value)]);
    };
    const inOne = async (...texts: (string | undefined)[]): Promise<void> => {
      await query('begin');
      for (const text of texts) await query(text!);
      await query('commit');
    };
    const wanted = salesUntil(plan, tickets);
    let [{ count: peopleThere }] = (await query(`select count(*)::int as count from identity.user where email like 'fan-%@filled.example'`)).rows as [{ count: number }];
    for (; peopleThere < wanted.people; peopleThere = Math.min(wanted.people, peopleThere + PEOPLE)) {
      await given({ from: peopleThere, until: Math.min(wanted.people, peopleThere + PEOPLE) });
      await inOne(people);
    }
    const [{ count: salesThere }] = (await query(`select count(*)::int as count from catalog.event where title like 'Show %' and capacity = $1`, [plan.ticketsPerSale])).rows as [{ count: number }];
    for (let number = salesThere; number < wanted.sales; number += 1) {
      await given({ number, tickets: plan.ticketsPerSale, first_person: (number * plan.ticketsPerSale) / 2, people: wanted.people });
      await inOne(sale, messages, audit);
      say(`filled in ${((number + 1) * plan.ticketsPerSale).toLocaleString('en')} tickets`);
    }
    await inOne(books);
  });
  // As autovacuum leaves it after a night.
  await database.query('vacuum analyze');
  await database.query('checkpoint');
}
