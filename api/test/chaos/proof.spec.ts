import { expect, test } from 'vitest';
import { deedsOf } from './faults.js';
import { planOf } from './plan.js';
import { missingIn } from './proof.js';

/** Fifty sales in which all was done as planned, everybody killed came back, and twenty customers bought. */
const sales = (besides: (deeds: Map<string, number>) => void = () => undefined) => Array.from({ length: 50 }, (_, seed) => {
  const plan = planOf(seed);
  const deeds = new Map<string, number>([['customer: confirmed', 20]]);
  const did = (deed: string) => deeds.set(deed, (deeds.get(deed) ?? 0) + 1);
  for (const deed of plan.faults.flatMap((fault) => deedsOf(fault, plan.spread))) {
    did(deed);
    if (deed.startsWith('kill ')) did('process started again');
  }
  besides(deeds);
  return { plan, deeds };
});

test('sales in which everything was done lack nothing', () => {
  expect(missingIn(sales())).toEqual([]);
});

test('sales in which nothing was killed prove nothing', () => {
  const missing = missingIn(sales((deeds) => [...deeds.keys()].filter((deed) => deed.startsWith('kill ')).forEach((deed) => deeds.delete(deed))));
  expect(missing).toContain('nothing was ever killed');
  expect(missing.filter((line) => line.startsWith('"kill '))).toHaveLength(7);
});

test.each(['kill wallet', 'PostgreSQL: immediate', 'connections cut', 'disk full', 'clock a minute wrong', 'webhooks repeated, lost or late'])('a kind of fault that was planned and never done is named: %s', (deed) => {
  expect(missingIn(sales((deeds) => deeds.delete(deed)))).toEqual([expect.stringMatching(`"${deed}" was planned \\d+ times and never done`)]);
});

test('a process that stays dead is missed', () => {
  expect(missingIn(sales((deeds) => deeds.delete('process started again')))).toEqual([expect.stringMatching(/^\d+ processes were killed and 0 started again$/)]);
});

test('sales in which nobody buys, or too many are answered by nobody, prove nothing', () => {
  expect(missingIn(sales((deeds) => deeds.set('customer: confirmed', 1)))).toEqual(['50 confirmed orders in 50 sales']);
  expect(missingIn(sales((deeds) => deeds.set('customer: failed: POST orders: nobody answered', 1)))).toEqual(['50 of 1050 customers were answered by nobody']);
});

test('one sale may have been unlucky', () => {
  const { plan } = sales()[0]!;
  expect(missingIn([{ plan, deeds: new Map([['customer: inventory.sold_out', 12], ['customer: failed: POST orders: nobody answered', 1]]) }])).toEqual([]);
});
