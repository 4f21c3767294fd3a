import { expect, test } from 'vitest';
import { endedBySignIn, hashOf, looksLikeToken, newToken } from './session.js';

test('a token is recognised by its form and found by its hash', () => {
  const { token, hash } = newToken();
  expect(looksLikeToken(token)).toBe(true);
  expect(hashOf(token)).toEqual(hash);
  expect(newToken().token).not.toBe(token);
});

test.each(['', 'x', `${'a'.repeat(42)}=`, 'a'.repeat(44), `${'a'.repeat(42)}\n`])('%j is no token', (text) => {
  expect(looksLikeToken(text)).toBe(false);
});

test('signing in ends the person’s other session and the device’s other person, nobody else', () => {
  const signIn = { userId: 'ana', deviceId: 'phone' };
  expect(endedBySignIn({ userId: 'ana', deviceId: 'laptop' }, signIn)).toBe('signed_in_elsewhere');
  expect(endedBySignIn({ userId: 'ana', deviceId: 'phone' }, signIn)).toBe('signed_in_elsewhere');
  expect(endedBySignIn({ userId: 'beto', deviceId: 'phone' }, signIn)).toBe('device_taken_over');
  expect(endedBySignIn({ userId: 'beto', deviceId: 'laptop' }, signIn)).toBeNull();
});
