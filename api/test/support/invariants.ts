import { expect } from 'vitest';
import { checkInvariants } from '../../src/verify/invariants.js';
import type { TestDatabase } from './test-database.js';

/** Everything that must be true of any database of ours, now and without delay; `only` names ids (`I4`) or words of rules. */
export async function expectInvariants(database: TestDatabase, ...only: string[]): Promise<void> {
  const findings = await checkInvariants({ main: database.url }, '0 seconds');
  const chosen = findings.filter(({ id, rule }) => only.length === 0 || only.some((word) => word === id || (word.includes(' ') && rule.includes(word))));
  expect(chosen.length).toBeGreaterThan(0);
  expect(chosen.filter(({ rows, error }) => rows.length > 0 || error !== undefined)).toEqual([]);
}
