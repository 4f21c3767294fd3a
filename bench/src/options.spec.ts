import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('without a word everything is measured, at the usual sizes', () => {
  expect(readOptions([])).toMatchObject({ command: 'all', parts: ['purchases', 'ledger', 'transfers', 'serving', 'joins', 'rivals'], fill: 1_000_000, home: undefined });
});

test('quick sizes can be changed one by one', () => {
  expect(readOptions(['million', '--quick', '--fans', '500', '--only', 'joins,purchases'])).toMatchObject({
    command: 'million', fans: 500, rounds: 2, parts: ['purchases', 'joins'],
  });
});

test('payments are a thousand a second for a minute, or what is asked for', () => {
  expect(readOptions(['payments'])).toMatchObject({ command: 'payments', payments: { rate: 1_000, seconds: 60 } });
  expect(readOptions(['payments', '--rate', '50', '--seconds', '10']).payments).toEqual({ rate: 50, seconds: 10 });
});

test.each([
  [['--rounds', '0'], '--rounds is "0"'],
  [['--fill', 'many'], '--fill is "many"'],
  [['--fill', '250'], 'a multiple of 200'],
  [['--only', 'refunds'], 'not "refunds"'],
  [['--tpcb', 'sysbench'], '--tpcb is "sysbench"'],
  [['billion'], 'npm run bench'],
  [['--fast'], '--fast'],
])('%j is refused with a sentence', (args, sentence) => {
  expect(() => readOptions(args)).toThrow(sentence);
});

test('nothing need be filled in', () => {
  expect(readOptions(['--fill', '0']).fill).toBe(0);
});

test('the limit of an overload is searched unless it is told', () => {
  expect(readOptions(['overload']).overload.known).toBeNull();
  expect(readOptions(['overload', '--rate', '500']).overload.known).toBe(500);
});
