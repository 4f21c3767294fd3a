import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { solve } from './proof-of-work.ts';

const parameters = { algorithm: 'SHA-256', nonce: '00112233445566778899aabbccddeeff', salt: 'ffeeddccbbaa99887766554433221100', cost: 1, keyPrefix: '000' };

function keyOf(counter: number, cost: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(counter);
  let key = createHash('sha256').update(Buffer.concat([Buffer.from(parameters.salt, 'hex'), Buffer.from(parameters.nonce, 'hex'), bytes])).digest();
  for (let repeat = 1; repeat < cost; repeat++) key = createHash('sha256').update(key).digest();
  return key.toString('hex');
}

test.each([['000', 1], ['00', 1], ['0a', 3]])('a solution begins with %s and is what another program computes', (keyPrefix, cost) => {
  const challenge = { parameters: { ...parameters, keyPrefix, cost, data: { eventId: 'kept' } }, signature: 'kept' };
  const answer = JSON.parse(Buffer.from(solve(challenge), 'base64').toString());
  expect(answer.challenge).toEqual(challenge);
  expect(answer.solution.derivedKey).toBe(keyOf(answer.solution.counter, cost));
  expect(answer.solution.derivedKey.startsWith(keyPrefix)).toBe(true);
});

test('a challenge of another kind is refused, not tried for ever', () => {
  expect(() => solve({ parameters: { ...parameters, algorithm: 'ARGON2ID' } })).toThrow('ARGON2ID');
});
