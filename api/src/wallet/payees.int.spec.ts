import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { until } from '../../test/support/eventually.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { WalletHouse } from '../../test/support/wallet-house.js';

let wallet: WalletHouse;
beforeAll(async () => {
  wallet = await WalletHouse.start(await TestDatabase.create(), { ana: newPrincipal(), rosa: newPrincipal({ role: 'administrator' }), olga: newPrincipal({ role: 'organiser' }) });
});

async function call(method: string, path: string, body?: unknown, user = 'rosa', headers: Record<string, string> = {}) {
  const response = await fetch(`${wallet.house.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${user}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the route answers
  return { status: response.status, body: (response.status === 204 ? null : await response.json()) as any };
}
const add = async (name = 'Estacionamento') => (await call('POST', 'payees', { name })).body as { id: string; name: string; version: number };
const pay = (payeeId: string, key = newId()) =>
  call('POST', 'payments', { payeeId, amount: { amountCents: 1, currency: 'BRL' }, payment: { method: 'wallet' } }, 'ana', { 'idempotency-key': key });
const listed = async (path = 'payees') => ((await call('GET', path)).body.items as { id: string }[]).map(({ id }) => id);

describe('a payee', () => {
  test('that was added is listed and can be paid', async () => {
    const answer = await call('POST', 'payees', { name: '  Guarda-volumes ', description: 'Lockers' });
    expect(answer).toMatchObject({ status: 201, body: { name: 'Guarda-volumes', description: 'Lockers', version: 1 } });
    expect(await listed()).toContain(answer.body.id);
    expect((await pay(answer.body.id)).status).toBe(201);
  });

  test('is renamed by who has seen its newest version', async () => {
    const { id } = await add();
    expect(await call('PATCH', `payees/${id}`, { name: 'Estacionamento Norte', version: 1 })).toMatchObject({ status: 200, body: { name: 'Estacionamento Norte', version: 2 } });
    expect(await call('PATCH', `payees/${id}`, { name: 'Sul', version: 1 })).toMatchObject({ status: 409, body: { code: 'wallet.payee_edited_meanwhile', version: 2 } });
  });

  test('that is retired is listed no more, changed no more and paid no more, and the answer says why; what was paid before is answered again', async () => {
    const { id } = await add();
    const key = newId();
    const before = await pay(id, key);
    expect((await call('DELETE', `payees/${id}`)).status).toBe(204);
    expect(await listed()).not.toContain(id);
    expect(await listed('payees/all')).toContain(id);
    const retired = { status: 409, body: { code: 'wallet.payee_retired' } };
    expect(await pay(id)).toMatchObject(retired);
    expect(await call('PATCH', `payees/${id}`, { name: 'Back', version: 2 })).toMatchObject(retired);
    expect(await call('DELETE', `payees/${id}`)).toMatchObject(retired);
    expect(await pay(id, key)).toEqual(before);
  });

  test('that is not there is not found', async () => {
    const unknown = { status: 404, body: { code: 'wallet.payee_not_found' } };
    expect(await pay(newId())).toMatchObject(unknown);
    expect(await call('PATCH', `payees/${newId()}`, { version: 1 })).toMatchObject(unknown);
    expect(await call('DELETE', `payees/${newId()}`)).toMatchObject(unknown);
  });

  test.each([[{ name: ' ' }], [{ name: 'x'.repeat(201) }], [{ name: 'a\nb' }], [{}], [{ name: 'a', id: newId() }]])('is not made of %j', async (body) => {
    expect((await call('POST', 'payees', body)).status).toBe(400);
  });
});

test('payees are paged by name', async () => {
  for (const name of ['b', 'a', 'b']) await add(name);
  const all = await listed('payees/all');
  const paged: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const { body } = await call('GET', `payees/all?limit=1${cursor && `&cursor=${cursor}`}`);
    paged.push(...body.items.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
  }
  expect(paged).toEqual(all);
});

test('only administrators maintain payees, and what they do is written down', async () => {
  for (const user of ['ana', 'olga']) expect((await call('POST', 'payees', { name: 'x' }, user)).status).toBe(403);
  const { id } = await add('Translado');
  await call('PATCH', `payees/${id}`, { description: 'Shuttle', version: 1 });
  await call('DELETE', `payees/${id}`);
  const acts = await until(async () => {
    const rows = await wallet.database.query<{ payload: { action: string; data: object } }>(`select payload from platform.event_log where type = 'audit.act_recorded' and key = $1 order by position`, [`payee:${id}`]);
    return rows.length === 3 && rows;
  });
  expect(acts.map(({ payload }) => [payload.action, payload.data])).toEqual([
    ['wallet.add_payee', { name: 'Translado', description: '' }], ['wallet.change_payee', { description: 'Shuttle' }], ['wallet.retire_payee', {}],
  ]);
});
