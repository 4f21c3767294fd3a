import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

const api = join(import.meta.dirname, '..', '..');

/**
 * A file of the repository that must say what the code generates, so that a change of shape shows in review.
 * `UPDATE_COMMITTED=1 npx vitest run <the test that fails>` (in `api/`) writes it anew.
 */
export function expectCommitted(name: string, generated: string): void {
  const path = join(api, name);
  if (process.env['UPDATE_COMMITTED']) writeFileSync(path, generated);
  expect(readFileSync(path, 'utf8'), `api/${name} is stale: UPDATE_COMMITTED=1 npx vitest run <this test>`).toBe(generated);
}
