import { until } from './eventually.js';
import type { TestDatabase } from './test-database.js';

/** The demo's three events are laid out, every place of theirs. */
export async function demoIsLaidOut(database: TestDatabase): Promise<void> {
  await until(async () => (await database.query('select from inventory.stock')).length === 3, 'the places of the demo');
}
