import { Client } from 'pg';
import { vi } from 'vitest';

/** Does the work and returns how many statements PostgreSQL ended as victims of deadlocks; `Database` would hide them by trying again. */
export async function deadlocksIn(work: () => Promise<unknown>): Promise<number> {
  const sent = vi.spyOn(Client.prototype, 'query');
  await work();
  const failures = sent.mock.settledResults.filter((result) => result.type === 'rejected');
  sent.mockRestore();
  return failures.filter(({ value }) => (value as { code?: string }).code === '40P01').length;
}
