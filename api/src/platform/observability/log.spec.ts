import { pino } from 'pino';
import { expect, test } from 'vitest';
import { redact } from './log.js';

function logged(about: object): string {
  let text = '';
  pino({ redact }, { write: (line: string) => void (text += line) }).error(about, 'something happened');
  return text;
}

test('secrets are kept out of the log, wherever they stand in what is logged', () => {
  const text = logged({ token: 'keep-1', gateway: { secretKey: 'keep-2', accessToken: 'keep-3', webhookSecret: 'keep-4', apiKey: 'keep-5', name: 'stripe' } });
  expect(text).toContain('stripe');
  expect(text).not.toMatch(/keep-/);
});

test('a row that the database refused is not quoted', () => {
  const refused = Object.assign(new Error('new row violates check constraint "attempt_amount_positive"'), { code: '23514', detail: 'Failing row contains (1, keep-6, ana@example.com).' });
  const text = logged({ err: refused });
  expect(text).toContain('attempt_amount_positive');
  expect(text).not.toMatch(/keep-|ana@/);
});
