import { hash } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { Overloaded } from '#platform';
import { Passwords } from './passwords.js';

const password = 'uma senha comprida';

test('a password matches its own hash, in whatever form a keyboard sends its signs', async () => {
  const passwords = new Passwords();
  const stored = await passwords.hash('uma ação comprida');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.matches('uma ação comprida'.normalize('NFD'), stored)).toBe(true);
  expect(await passwords.matches('uma acao comprida', stored)).toBe(false);
});

test('nobody’s password matches nothing, not even what stands in for it', async () => {
  expect(await new Passwords().matches('nobody has this password', null)).toBe(false);
});

test('a hash of former parameters is outdated, one of today’s is not', async () => {
  const passwords = new Passwords();
  expect(passwords.outdated(await hash(password, { memoryCost: 8_192 }))).toBe(true);
  expect(passwords.outdated(await passwords.hash(password))).toBe(false);
});

test('more than may wait are sent away at once, the others are served', async () => {
  const passwords = new Passwords();
  const outcomes = await Promise.allSettled(Array.from({ length: 320 }, () => passwords.hash(password)));
  const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused).toHaveLength(20);
  expect(refused.every(({ reason }) => reason instanceof Overloaded)).toBe(true);
});
