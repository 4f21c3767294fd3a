import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { newId, type OutgoingMessage } from '#platform';
import { PaymentCompleted, PaymentFailed, RequestPayment } from '#wallet';
import { delivered } from '../../test/support/delivered.js';
import { until } from '../../test/support/eventually.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { AttemptPayment, newRequest, WalletHouse } from '../../test/support/wallet-house.js';

let one: WalletHouse;
let two: WalletHouse;
beforeAll(async () => {
  const database = await TestDatabase.create();
  // As in a database that is some minutes old: the books are told from the first moment on.
  await database.query(`update wallet.books_told set until = platform.now() - interval '10 minutes'`);
  one = await WalletHouse.start(database);
  two = await WalletHouse.start(database, {}, one.heard);
});
afterEach(() => one.verify());

const states = async (ids: string[]): Promise<Map<string, string>> => {
  const rows = await one.database.query<{ id: string; state: string }>('select id, state from wallet.payment where id = any($1)', [ids]);
  return new Map(rows.map(({ id, state }) => [id, state]));
};

test('two processes spend one balance: as many purchases as it pays for complete, the others are told', async () => {
  const payerUserId = newId();
  await one.give(payerUserId, 10_000);
  const requests = Array.from({ length: 40 }, () => newRequest({ payerUserId, method: 'wallet', amountCents: 1_000 }));
  await Promise.all(requests.map((request, index) => (index % 2 ? one : two).say(RequestPayment.message(request))));
  const ids = requests.map(({ paymentId }) => paymentId);
  const decided = await until(async () => {
    const found = await states(ids);
    return found.size === ids.length && found;
  });
  const outcomes = [...decided.values()];
  expect(outcomes.filter((state) => state === 'completed')).toHaveLength(10);
  expect(outcomes.filter((state) => state === 'failed')).toHaveLength(30);
  expect(await one.balance(payerUserId)).toEqual([0, 0]);
});

test('two tabs pay one order at once: one payment lives, the other is refused', async () => {
  const orders = Array.from({ length: 20 }, () => ({ kind: 'order' as const, id: newId() }));
  const requests = orders.flatMap((purpose) => [newRequest({ purpose }), newRequest({ purpose })]);
  await Promise.all(requests.map((request, index) => (index % 2 ? one : two).say(RequestPayment.message(request))));
  const decided = await until(async () => {
    const found = await states(requests.map(({ paymentId }) => paymentId));
    return found.size === requests.length && found;
  });
  for (const { id } of orders) {
    const tabs = requests.filter(({ purpose }) => purpose.id === id).map(({ paymentId }) => decided.get(paymentId));
    expect(new Set(tabs)).toEqual(new Set(['awaiting_gateway', 'failed']));
  }
});

test('whatever order messages come in, and however often, the ledger and the payments agree and no purpose is paid twice', async () => {
  const outcome = fc.constantFrom('captured' as const, 'declined' as const, 'voided' as const, 'late' as const, 'silent' as const);
  const plan = fc.record({
    fromWallet: fc.constantFrom(0, 400, 1_000),
    fee: fc.constantFrom(0, 33, 1_000),
    outcome,
    cancelled: fc.boolean(),
    refunded: fc.constantFrom(0, 300, 1_000),
    buyer: fc.integer({ min: 0, max: 3 }),
    order: fc.integer({ min: 0, max: 19 }),
    doubled: fc.boolean(),
  });
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  const plans = fc.sample(plan, { numRuns: 120, seed });
  const buyers = Array.from({ length: 4 }, () => newId());
  for (const buyer of buyers) await one.give(buyer, 5_000);
  const orders = Array.from({ length: 20 }, () => ({ kind: 'order' as const, id: newId() }));

  const requests: string[] = [];
  const conversations = plans.map((each, index) => {
    const request = newRequest({
      amountCents: 1_000,
      fromWalletCents: each.fromWallet,
      feeCents: each.fee,
      payerUserId: buyers[each.buyer] as string,
      purpose: orders[each.order] as (typeof orders)[number],
    });
    requests.push(request.paymentId);
    return converse(request.paymentId, request, each, index % 2 ? one : two);
  });
  await Promise.all(conversations);

  await delivered(one.database);
  await one.verify(`SEED=${seed}`);
  expect(await one.deadLetters(), `SEED=${seed}`).toEqual([]);
  const completed = one.heard.filter((message) => PaymentCompleted.is(message) && requests.includes(message.key));
  expect(new Set(completed.map(({ key }) => key)).size, `SEED=${seed}`).toBe(completed.length);
});

/** One payment's messages, in an order that no well-behaved processor would choose. */
async function converse(
  paymentId: string,
  request: ReturnType<typeof newRequest>,
  plan: { fromWallet: number; outcome: string; cancelled: boolean; refunded: number; doubled: boolean },
  wallet: WalletHouse,
): Promise<void> {
  const again = (message: OutgoingMessage): OutgoingMessage[] => (plan.doubled ? [message, { ...message, id: newId() }] : [message]);
  await wallet.say(...again(RequestPayment.message(request)));
  const asked = await until(() => one.heard.find(({ key, type }) => key === paymentId && (type === AttemptPayment.name || type === PaymentFailed.name || type === PaymentCompleted.name)));
  if (asked.type !== AttemptPayment.name) return;
  const captured = wallet.captured(paymentId, 1_000 - plan.fromWallet);
  const messages: OutgoingMessage[] = [wallet.presented(paymentId)];
  if (plan.cancelled) messages.push(wallet.cancel(paymentId, 'cancelled'));
  if (plan.outcome === 'captured') messages.push(...again(captured), wallet.presented(paymentId), wallet.ended(paymentId, 'voided'));
  if (plan.outcome === 'declined') messages.push(...again(wallet.ended(paymentId, 'declined')));
  if (plan.outcome === 'voided') messages.push(...again(wallet.ended(paymentId, 'voided')), wallet.presented(paymentId));
  if (plan.outcome === 'late') messages.push(wallet.ended(paymentId, 'failed'), ...again(captured));
  await wallet.say(...messages);
  if (plan.refunded === 0 || plan.outcome === 'silent') return;
  await until(async () => !['awaiting_gateway', 'presented', 'cancelling'].includes((await states([paymentId])).get(paymentId) ?? ''));
  await wallet.say(...again(wallet.refund(paymentId, newId(), plan.refunded)));
}
