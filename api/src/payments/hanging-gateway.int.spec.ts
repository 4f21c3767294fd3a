import { beforeAll, beforeEach, expect, test } from 'vitest';
import { until } from '../../test/support/eventually.js';
import { PaymentsHouse } from '../../test/support/payments-house.js';

const CALLS_MAX = 8;

let office: PaymentsHouse;
beforeAll(async () => {
  office = await PaymentsHouse.open({ aurora: { callsMax: CALLS_MAX } });
});
beforeEach(() => office.calm());

test('a gateway that hangs costs the others nothing: their payments complete while its own are still open', async () => {
  await office.aurora.fault({ kind: 'hang_before_commit' });
  const stuck = Array.from({ length: 2 * CALLS_MAX }, () => office.paymentFor('aurora'));
  await office.send(...stuck.map((paymentId) => office.attempt(paymentId)));
  await until(() => office.lines.find(({ name }) => name === 'aurora')?.load === 2 * CALLS_MAX);
  // Half of these would be aurora's by their ids; none waits for it.
  const others = Array.from({ length: 300 }, (_, at) => office.paymentFor(at % 2 === 0 ? 'aurora' : 'bonanza'));
  await office.send(...others.map((paymentId) => office.attempt(paymentId)));
  await until(() => others.every((paymentId) => office.endings(paymentId)[0]?.outcome === 'captured'));
  const asked = await office.database.query('select from payments.attempt where gateway = $1 and payment_id = any($2::uuid[])', ['aurora', others]);
  expect(asked).toEqual([]);
  // No word has come of the eight that were sent: they are pending or unknown, and nobody else may have them.
  const open = await office.database.query('select from payments.attempt where gateway = $1 and payment_id = any($2::uuid[]) and state in ($3, $4)', ['aurora', stuck, 'pending', 'unknown']);
  expect(open.length).toBeGreaterThanOrEqual(CALLS_MAX);
  await office.aurora.behave();
  await office.looking(() => stuck.every((paymentId) => office.endings(paymentId)[0]?.outcome === 'captured') || undefined);
  for (const paymentId of [...stuck, ...others]) expect(await office.captures(paymentId)).toBe(1);
});
