import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { until } from '../../test/support/eventually.js';
import { PaymentsHouse } from '../../test/support/payments-house.js';
import { VoidAttempt } from './index.js';

let office: PaymentsHouse;
beforeAll(async () => {
  office = await PaymentsHouse.open();
});
beforeEach(() => office.calm());

describe('Pix', () => {
  const openPix = async (seconds = 300): Promise<string> => {
    const paymentId = await office.pay('aurora', { method: 'pix', seconds });
    await office.presented(paymentId);
    return paymentId;
  };

  test('is presented with its code and captured when it is paid', async () => {
    const paymentId = await openPix();
    const { pix } = await office.presented(paymentId);
    expect(pix.brCode).toMatch(/^000201010212/);
    expect(office.endings(paymentId)).toEqual([]);
    expect(await office.aurora.pay(paymentId)).toBe(true);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured' });
    expect(office.presentations(paymentId)).toHaveLength(1);
  });

  test('goes to the gateway whose shortest validity fits our window, and to the other when that one fails', async () => {
    expect(await office.path(await openPix())).toEqual(['aurora in_flight']);
    await office.aurora.fault({ kind: 'unavailable' });
    const paymentId = await office.pay('aurora', { method: 'pix' });
    const { pix } = await office.presented(paymentId);
    expect(await office.path(paymentId)).toEqual(['aurora throttled', 'bonanza in_flight']);
    // Bonanza keeps it open for half an hour; the buyer is shown our window's end.
    const [clock] = await office.database.query<{ now: Date }>('select platform.now() as now');
    expect(Date.parse(pix.expiresAt) - (clock?.now.getTime() ?? 0)).toBeLessThan(300_001);
    await office.bonanza.pay(paymentId);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured', gateway: 'bonanza' });
  });

  test('is found paid by asking when the webhook never comes', async () => {
    await office.aurora.webhooks({ lose: 1 });
    const paymentId = await openPix();
    await office.aurora.pay(paymentId);
    await office.lookNow();
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured' });
  });

  test('opened over another amount is voided: no money has come, and the buyer may try again', async () => {
    await office.aurora.fault({ kind: 'other_amount', count: 1 });
    const id = await office.pay('aurora', { method: 'pix' });
    expect(await office.ending(id)).toMatchObject({ outcome: 'voided' });
    expect(await office.path(id)).toEqual(['aurora voided']);
    expect(await office.captures(id)).toBe(0);
  });

  test('opened over another amount and paid before it can be voided is a conflict about the money that came', async () => {
    await office.aurora.fault({ kind: 'other_amount', count: 1, amountCents: 999 });
    await office.aurora.fault({ kind: 'paid_while_cancelled', count: 1 });
    const id = await office.pay('aurora', { method: 'pix' });
    expect(await office.ending(id)).toMatchObject({ outcome: 'conflicted', amountCents: 999 });
  });

  test('webhooks that come twice, or as old news after the end, change nothing', async () => {
    await office.aurora.webhooks({ duplicate: 1, reorder: 0.5, reorderMs: 150 });
    const paymentId = await openPix();
    await office.aurora.pay(paymentId);
    await office.ending(paymentId);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(office.endings(paymentId)).toHaveLength(1);
    expect(await office.path(paymentId)).toEqual(['aurora captured']);
  });

  test('is voided on command, and told once', async () => {
    const paymentId = await openPix();
    await office.send(VoidAttempt.message({ paymentId, reason: 'cancelled' }));
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'voided', retryable: false });
    await office.send(VoidAttempt.message({ paymentId, reason: 'again' }));
    await office.settled();
    expect((await office.aurora.charges(paymentId))[0]?.state).toBe('voided');
    expect(office.endings(paymentId)).toHaveLength(1);
  });

  test('paid while it is being cancelled: the money wins', async () => {
    await office.aurora.fault({ kind: 'paid_while_cancelled' });
    const paymentId = await openPix();
    await office.send(VoidAttempt.message({ paymentId, reason: 'cancelled' }));
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured' });
    expect(office.endings(paymentId)).toHaveLength(1);
  });

  test("is voided at the gateway by itself when the window has closed", async () => {
    const paymentId = await openPix(60);
    await office.advance(61);
    await office.lookNow();
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'voided' });
    expect((await office.aurora.charges(paymentId))[0]?.state).toBe('voided');
  });

  test('money that comes after the end is told as captured again', async () => {
    const paymentId = await openPix();
    await office.send(VoidAttempt.message({ paymentId, reason: 'window closed' }));
    await office.ending(paymentId);
    await office.aurora.pay(paymentId, { late: true });
    await until(() => office.endings(paymentId)[1]);
    expect(office.endings(paymentId).map(({ outcome }) => outcome)).toEqual(['voided', 'captured']);
  });

  test('late money without a webhook is found by the looks that go on after the end', async () => {
    const paymentId = await openPix();
    await office.send(VoidAttempt.message({ paymentId, reason: 'window closed' }));
    await office.ending(paymentId);
    await office.aurora.webhooks({ lose: 1 });
    await office.aurora.pay(paymentId, { late: true });
    await office.advance(121);
    await until(() => office.endings(paymentId)[1]);
    expect(await office.path(paymentId)).toEqual(['aurora captured']);
  });

  test('a payment that was never tried is voided at once', async () => {
    const paymentId = newId();
    await office.send(VoidAttempt.message({ paymentId, reason: 'cancelled' }));
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'voided', attemptId: null });
  });
});
