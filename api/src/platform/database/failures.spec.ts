import { DatabaseError } from 'pg';
import { expect, test } from 'vitest';
import { migrate, whyUnusable } from './index.js';

test.each(['postgres://127.0.0.1:1/catraca', 'postgres://localhost:1/catraca', 'postgres://no-such-host.invalid/catraca'])('why %s cannot be used is a phrase', async (url) => {
  const error: unknown = await migrate(url).catch((failure: unknown) => failure);
  expect(whyUnusable(error)).toMatch(/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/);
});

test('a refused password and a database that is not there are reasons too; a broken rule is not', () => {
  const answer = (code: string) => Object.assign(new DatabaseError(`the server said ${code}`, 1, 'error'), { code });
  expect([answer('28P01'), answer('3D000'), answer('23505'), new Error('else')].map(whyUnusable)).toEqual(['the server said 28P01', 'the server said 3D000', null, null]);
});
