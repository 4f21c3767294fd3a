import { expect, test } from 'vitest';
import { cardToken } from './card-token.js';
import { CardNumberRefused } from './payments.errors.js';

test.each([
  '4111111111111111',
  '4111 1111 1111 1111',
  '5555-5555-5555-4444',
  '378282246310005',
  'tok_4242424242424242',
  '4242424242424242|12/30|123',
  'visa:4000.0566.5566.5556',
])('%s is refused as a card number', (text) => {
  expect(() => cardToken.parse(text)).toThrow(CardNumberRefused);
});

test.each([
  'tok_ok',
  'pm_1QyTzKLkdIwHu7ixMhqk3Nsa',
  'visa:ff8080814c11e237014c1ff593b57b4d',
  // Digits as in a card's number, and yet parts of longer words or not adding up.
  'e4111111111111111ab0d5c39e6f0a11',
  '4111111111111112',
  '019ca945-0a00-7000-8000-000000000002',
  '12345',
])('%s is taken as a token', (text) => {
  expect(cardToken.parse(text)).toBe(text);
});

test('a token is neither empty nor longer than any gateway makes one', () => {
  expect(cardToken.safeParse('').success).toBe(false);
  expect(cardToken.safeParse('t'.repeat(201)).success).toBe(false);
});
