import { expect } from 'vitest';
import { checkInvariants } from '../../src/verify/invariants.js';
import type { TestDatabase } from './test-database.js';

/** Everything that must be true of any database of ours, now and without delay; `ids` such as `I1` choose. */
export async function expectInvariants(database: TestDatabase, ...ids: string[]): Promise<void> {
  const findings = await checkInvariants({ main: database.url }, '0 seconds');
  expect(findings.filter(({ id, rows, error }) => (ids.length === 0 || ids.includes(id)) && (rows.length > 0 || error !== undefined))).toEqual([]);
}
