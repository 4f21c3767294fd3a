import { expect, test } from 'vitest';
import { parseInvariant } from './invariants.js';
import { describeFindings } from './report.js';

test('a file states its rule first and may name its database', () => {
  expect(parseInvariant('I5-balances.sql', '-- database: wallet\n-- Every transfer balances\nselect 1;\n')).toEqual({
    id: 'I5',
    rule: 'Every transfer balances',
    database: 'wallet',
    sql: '-- database: wallet\n-- Every transfer balances\nselect 1',
  });
});

test('a file without a rule or with an unknown database is a mistake', () => {
  expect(() => parseInvariant('I1.sql', 'select 1')).toThrow(/state its rule/);
  expect(() => parseInvariant('I1.sql', '-- database: elsewhere\n-- rule\nselect 1')).toThrow(/no database "elsewhere"/);
});

test('the report shows the rows that break a rule, and counts what could not be checked as broken', () => {
  const report = describeFindings([
    { id: 'I1', rule: 'Nothing is oversold', rows: [] },
    { id: 'I2', rule: 'The sum stays below the capacity', rows: [{ event_id: 'e1', excess: 3 }] },
    { id: 'I5', rule: 'Every transfer balances', rows: [], error: 'relation "wallet.transfer" does not exist' },
  ]);
  expect(report).toBe(`✓  I1   Nothing is oversold
✗  I2   The sum stays below the capacity
        event_id e1, excess 3
?  I5   Every transfer balances
        relation "wallet.transfer" does not exist

2 of 3 rules are broken or could not be checked.`);
});
