import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { until } from '../../test/support/eventually.js';
import { PaymentsHouse } from '../../test/support/payments-house.js';
import { adapterFor } from './adapters.js';
import { Books } from './books.js';
import { GatewayLine } from './gateway-line.js';
import { atOnce, type InTurn } from './payment-gateway.js';
import { CompareBooks, RefundAttempt } from './payments.commands.js';
import { Reconciliation } from './reconciliation.js';
import { ReconciliationJob } from './reconciliation.job.js';

let office: PaymentsHouse;
beforeAll(async () => {
  // Differences are what this is about, not worth a log.
  office = await PaymentsHouse.open({}, { LOG_LEVEL: 'fatal' });
});
beforeEach(() => office.calm());

/** Everything is old enough to be judged, and every list is compared. */
const reconcile = async (seconds = 31) => {
  await office.advance(seconds);
  await office.house.app.get(ReconciliationJob).reconcile();
};
interface Row extends Record<string, unknown> {
  id: string;
  kind: string;
  state: string;
}
const differences = (reference: string) => office.database.query<Row>('select id, kind, state, ours, theirs from payments.difference where reference = $1', [reference]);
const attemptOf = async (paymentId: string) => (await until(async () => (await office.attempts(paymentId))[0]))!;
const captured = async () => {
  const paymentId = await office.pay('aurora');
  await office.ending(paymentId);
  return attemptOf(paymentId);
};
/** The wallet's word, until so many seconds from now; resolves when it was heard. */
const tell = async (entries: CompareBooks['entries'], seconds = 0) => {
  const [row] = await office.database.query<{ until: Date }>('select platform.now() + make_interval(secs => $1) as until', [seconds]);
  const message = CompareBooks.message({ until: row!.until.toISOString(), entries });
  await office.send(message);
  await until(async () => (await office.database.query(`select from platform.inbox where consumer = 'payments-books' and message_id = $1`, [message.id])).length > 0);
};

describe('a gateway and we', () => {
  test('agree after its word was heard: one safe repair, written down once', async () => {
    await office.aurora.webhooks({ lose: 1 });
    // However long this test is in looking, only the list can tell.
    await office.aurora.fault({ kind: 'error_before_commit', operation: 'find' });
    const paymentId = await office.pay('aurora', { token: 'tok_error' });
    await until(async () => (await office.path(paymentId))[0] === 'aurora unknown');
    await office.database.query('update payments.attempt set next_look_at = null where payment_id = $1', [paymentId]);
    await Promise.all([reconcile(), reconcile()]);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured' });
    const { reference } = await attemptOf(paymentId);
    expect(await differences(reference)).toMatchObject([{ kind: 'charge_state', state: 'repaired', ours: { state: 'unknown' }, theirs: { state: 'captured', amountCents: 12_500 } }]);
  });

  test('leave alone what is on its way', async () => {
    await office.aurora.webhooks({ lose: 1 });
    const paymentId = await office.pay('aurora', { token: 'tok_error' });
    await until(async () => (await office.path(paymentId))[0] === 'aurora unknown');
    await office.house.app.get(ReconciliationJob).reconcile();
    expect(await differences((await attemptOf(paymentId)).reference)).toEqual([]);
    await office.looking(() => office.endings(paymentId)[0]);
  });

  test('differ where we count on money that it does not have, until it has it; then the next run settles it', async () => {
    const paymentId = await office.pay('aurora', { method: 'pix', seconds: 7_200 });
    await office.presented(paymentId);
    const { id, reference } = await attemptOf(paymentId);
    await office.database.query(`update payments.attempt set state = 'captured' where id = $1`, [id]);
    const another = await office.another();
    await office.advance(31);
    await Promise.all([office.house, another].map(({ app }) => app.get(ReconciliationJob).reconcile()));
    await reconcile();
    expect(await differences(reference)).toMatchObject([{ kind: 'charge_state', state: 'open', ours: { state: 'captured' }, theirs: { state: 'pending' } }]);
    await office.aurora.pay(paymentId);
    await reconcile();
    expect(await differences(reference)).toMatchObject([{ state: 'repaired' }]);
    await another.close();
  });

  test('agree about a charge that changed long after it was listed, when the last days are compared once more', async () => {
    const paymentId = await office.pay('aurora', { method: 'pix', seconds: 200_000 });
    await office.presented(paymentId);
    await reconcile();
    // Its place in the list is long past.
    await office.aurora.advance(7_200);
    await captured();
    await reconcile();
    // Nobody asks about it any more, and nobody is just asking, before it is paid.
    await until(async () => {
      await office.database.query('update payments.attempt set next_look_at = null where payment_id = $1', [paymentId]);
      await office.settled();
      return (await office.database.query('select from payments.attempt where payment_id = $1 and next_look_at is not null', [paymentId])).length === 0;
    });
    await office.aurora.webhooks({ lose: 1 });
    await office.aurora.pay(paymentId);
    await reconcile();
    expect(office.endings(paymentId)).toEqual([]);
    await reconcile(86_400);
    expect(await office.ending(paymentId)).toMatchObject({ outcome: 'captured' });
  });

  test('differ where it knows nothing of money that we count on', async () => {
    const id = newId();
    await office.database.query(
      `insert into payments.attempt (id, payment_id, ordinal, gateway, method, state, amount_cents, currency, description, deadline, charge_id)
       values ($1, $2, 1, 'bonanza', 'card', 'captured', 700, 'BRL', '', now(), 'bo_unheard_of')`,
      [id, newId()],
    );
    const reference = id.replaceAll('-', '');
    await reconcile(600);
    expect(await differences(reference)).toEqual([]);
    await reconcile(400);
    expect(await differences(reference)).toMatchObject([{ kind: 'charge_missing', state: 'open', theirs: null }]);
    await office.database.query('delete from payments.attempt where id = $1', [id]);
  });

  test('differ where it took money under a name of ours that we do not know', async () => {
    const reference = newId().replaceAll('-', '');
    const line = office.lines.find(({ name }) => name === 'aurora')!;
    await line.charge({ reference, paymentId: newId(), method: 'card', amountCents: 4_200, currency: 'BRL', token: 'tok_ok', description: 'x', payerEmail: null, pixSeconds: 300 }, 5_000, 60_000);
    await reconcile();
    expect(await differences(reference)).toMatchObject([{ kind: 'charge_unknown', state: 'open', ours: null, theirs: { amountCents: 4_200 } }]);
  });

  test('differ where somebody gave money back on its own page', async () => {
    const { charge_id } = await captured();
    await fetch(`${office.aurora.url}/v1/charges/${charge_id}/refunds`, {
      method: 'POST', headers: { authorization: `Bearer ${office.aurora.apiKey}`, 'content-type': 'application/json' }, body: JSON.stringify({ amount: 500, reference: 'by-hand' }),
    });
    await reconcile();
    expect(await differences('by-hand')).toMatchObject([{ kind: 'refund_unknown', state: 'open', theirs: { state: 'refunded', amountCents: 500 } }]);
  });

  test.each(['aurora', 'bonanza'] as const)('agree about a refund whose end nobody told us, once %s was heard', async (gateway) => {
    const paymentId = await office.pay(gateway);
    await office.ending(paymentId);
    await office.simulator(gateway).webhooks({ lose: 1 });
    await office.simulator(gateway).fault({ kind: 'commit_then_reset', operation: 'refund' });
    const refundId = newId();
    await office.send(RefundAttempt.message({ paymentId, refundId, amountCents: 500 }));
    await until(async () => (await office.charges(paymentId))[0]?.refunds[0]?.state === 'done');
    await office.settled();
    await office.database.query('update payments.refund set next_look_at = null where id = $1', [refundId]);
    await reconcile();
    await until(() => office.refunds(paymentId)[0]);
    expect(office.refunds(paymentId)).toMatchObject([{ refundId, outcome: 'refunded' }]);
    expect(await differences(refundId.replaceAll('-', ''))).toMatchObject([{ kind: 'refund_state', state: 'repaired' }]);
  });
});

test('a gateway is asked for its lists in its own pace, and for no page that has no room in it', async () => {
  const gateway = adapterFor(office.aurora.config, { publicUrl: 'https://tickets.example' });
  const asked: string[] = [];
  const [charges, refunds] = [gateway.list.bind(gateway), gateway.listRefunds.bind(gateway)];
  const noting = (list: string, inTurn: InTurn = atOnce): InTurn => (request) =>
    inTurn(() => {
      asked.push(list);
      return request();
    });
  gateway.list = (from, inTurn) => charges(from, noting('charges', inTurn));
  gateway.listRefunds = (from, inTurn) => refunds(from, noting('refunds', inTurn));
  // One place, which is what a list of one page takes.
  const line = new GatewayLine(gateway, { callsMax: 4, callsPerSecond: 0.001, burst: 1 });
  await office.house.app.get(Reconciliation).compare(line);
  expect(asked).toEqual(['charges']);
  await gateway.close();
});

describe('the ledger and we', () => {
  test('agree where it has booked what we captured', async () => {
    const { id, reference } = await captured();
    await tell([{ about: 'charge', id, gateway: 'aurora', amountCents: 12_500 }], 7_200);
    await office.house.app.get(Books).compare();
    expect(await differences(reference)).toEqual([]);
  });

  test('a ledger that says nothing any more is seen by the age of its last word', async () => {
    const age = async () => Number(/^catraca_ledger_told_seconds (\S+)$/m.exec(await (await fetch(`${office.house.url}/metrics`)).text())?.[1]);
    await tell([]);
    const before = await age();
    await office.advance(600);
    expect(await age()).toBeGreaterThanOrEqual(before + 600);
  });

  test('differ where it has another amount, or booked what we do not have', async () => {
    const { id, reference } = await captured();
    const stranger = newId();
    await tell([{ about: 'charge', id, gateway: 'aurora', amountCents: 12_501 }, { about: 'refund', id: stranger, gateway: 'aurora', amountCents: 5 }]);
    expect(await differences(reference)).toMatchObject([{ kind: 'ledger_amount', state: 'open', ours: { amountCents: 12_500 }, theirs: { amountCents: 12_501 } }]);
    expect(await differences(stranger.replaceAll('-', ''))).toMatchObject([{ kind: 'ledger_unknown', ours: null }]);
  });

  test('differ where it told of everything long after and not of this, until it does', async () => {
    const { id, reference } = await captured();
    // As if the test before had told of nothing yet.
    await office.database.query('delete from payments.ledger_told');
    await tell([], 60);
    await office.house.app.get(Books).compare();
    expect(await differences(reference)).toEqual([]);
    await tell([], 8_000);
    await office.house.app.get(Books).compare();
    expect(await differences(reference)).toMatchObject([{ kind: 'ledger_missing', state: 'open', theirs: null }]);
    await tell([{ about: 'charge', id, gateway: 'aurora', amountCents: 12_500 }], 8_060);
    await office.house.app.get(Books).compare();
    expect(await differences(reference)).toMatchObject([{ kind: 'ledger_missing', state: 'repaired' }]);
  });
});

describe('an administrator', () => {
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of all forms
  const call = async (method: string, path: string, { as = 'rosa', body }: { as?: string; body?: object } = {}): Promise<{ status: number; body: any }> => {
    const response = await fetch(`${office.house.url}/api/v1/gateways${path}`, {
      method, headers: { authorization: `Bearer ${as}`, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };

  test('sees how each gateway does', async () => {
    const paymentId = await office.pay('aurora', { method: 'pix' });
    await office.presented(paymentId);
    const { status, body } = await call('GET', '');
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { name: 'aurora', breaker: 'closed', well: true, serves: 'everybody', limits: { callsMax: 512, callsPerSecond: null }, openAttempts: [{ state: 'in_flight' }] },
      { name: 'bonanza', breaker: 'closed' },
    ]);
    expect(JSON.stringify(body)).not.toContain(office.aurora.apiKey);
  });

  test('sees differences page by page, and closes one with a note that stays', async () => {
    const { id } = await captured();
    await tell([{ about: 'charge', id, gateway: 'aurora', amountCents: 12_502 }, { about: 'refund', id: newId(), gateway: 'aurora', amountCents: 7 }]);
    const all = await call('GET', '/aurora/differences?state=open&limit=200');
    const first = await call('GET', '/aurora/differences?state=open&limit=1');
    const second = await call('GET', `/aurora/differences?state=open&limit=1&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...second.body.items]).toEqual(all.body.items.slice(0, 2));
    const { body: { items: [found] } } = await call('GET', '/aurora/differences?kind=ledger_amount&limit=1');
    const closing = { body: { note: 'Booked twice by hand, see the bank statement of the 3rd.' } };
    const closed = await call('POST', `/aurora/differences/${found.id}/closing`, closing);
    expect(closed).toMatchObject({ status: 200, body: { state: 'closed', ...closing.body } });
    expect(await call('POST', `/aurora/differences/${found.id}/closing`, closing)).toEqual(closed);
    expect(await call('POST', `/aurora/differences/${found.id}/closing`, { as: 'vera', ...closing })).toMatchObject({ status: 409, body: { code: 'payments.difference_settled' } });
    // Found once more, and nothing new is said: it stays closed.
    await tell([{ about: 'charge', id, gateway: 'aurora', amountCents: 12_502 }], 1);
    expect((await call('GET', '/aurora/differences?kind=ledger_amount&limit=1')).body.items[0]).toMatchObject({ id: found.id, state: 'closed' });
    await tell([{ about: 'charge', id, gateway: 'aurora', amountCents: 12_503 }], 2);
    expect((await call('GET', '/aurora/differences?kind=ledger_amount&limit=1')).body.items[0]).toMatchObject({ id: found.id, state: 'open', note: null });
    expect(await office.database.query(`select payload->>'action' as action from platform.event_log where key = $1`, [`difference:${found.id}`])).toEqual([{ action: 'payments.close_difference' }]);
  });

  test('is told what is wrong', async () => {
    expect(await call('GET', '/nobody/differences')).toMatchObject({ status: 404, body: { code: 'payments.gateway_not_found' } });
    expect(await call('GET', '/aurora/differences?kind=unheard')).toMatchObject({ status: 400 });
    expect(await call('POST', `/aurora/differences/${newId()}/closing`, { body: { note: 'x' } })).toMatchObject({ status: 404, body: { code: 'payments.difference_not_found' } });
    expect(await call('POST', `/aurora/differences/${newId()}/closing`, { body: { note: ' ' } })).toMatchObject({ status: 400 });
  });

  test('alone sees all this', async () => {
    for (const [method, path] of [['GET', ''], ['GET', '/aurora/differences'], ['POST', `/aurora/differences/${newId()}/closing`]] as const) {
      expect(await call(method, path, { as: 'organiser' })).toMatchObject({ status: 403 });
      expect(await call(method, path, { as: 'nobody' })).toMatchObject({ status: 401 });
    }
  });
});
