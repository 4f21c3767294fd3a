import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { signature, startSimulator, type Simulator } from './index.ts';

const SECRET = 'webhook-secret';
const heard: { body: string; header: string }[] = [];
let merchant: Server;
const simulators: Simulator[] = [];

beforeAll(async () => {
  merchant = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push({ body, header: String(request.headers['aurora-signature'] ?? request.headers['x-bonanza-assinatura']) });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await Promise.all(simulators.splice(0).map((simulator) => simulator.stop()));
  heard.length = 0;
});
afterAll(() => void merchant.close());

const start = async (name: 'aurora' | 'bonanza', options: Partial<Parameters<typeof startSimulator>[0]> = {}): Promise<Simulator> => {
  const url = `http://127.0.0.1:${(merchant.address() as AddressInfo).port}/`;
  const simulator = await startSimulator({ name, apiKey: 'key', webhook: { url, secret: SECRET }, webhookEvents: 'all', slowMs: 50, ...options });
  simulators.push(simulator);
  return simulator;
};

interface Wanted {
  reference?: string;
  token?: string;
  pixSeconds?: number;
  cents?: number;
  key?: string;
  timeoutMs?: number;
}

/** One charge in either provider's words; the answer in common ones. */
const charge = async (simulator: Simulator, wanted: Wanted): Promise<{ status: number; state: string; body: any; replayed: boolean }> => {
  const { reference = 'r1', token = 'tok_ok', cents = 1_000, key = reference } = wanted;
  const pix = wanted.pixSeconds !== undefined;
  const aurora = simulator.name === 'aurora';
  const body = aurora
    ? {
        reference,
        order_reference: 'p1',
        amount: cents,
        currency: 'brl',
        ...(pix ? { payment_method: 'pix', pix: { expires_in: wanted.pixSeconds } } : { payment_method: 'card', card_token: token }),
      }
    : {
        referenciaExterna: reference,
        pedido: 'p1',
        valor: (cents / 100).toFixed(2),
        moeda: 'BRL',
        ...(pix ? { meio: 'PIX', validadeSegundos: wanted.pixSeconds } : { meio: 'CARTAO', tokenCartao: token }),
      };
  const response = await fetch(simulator.url + (aurora ? '/v1/charges' : '/api/transacoes'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer key', 'x-chave-api': 'key', 'idempotency-key': key, 'x-chave-idempotencia': key },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(wanted.timeoutMs ?? 60_000),
  });
  const answer: any = await response.json();
  return { status: response.status, state: answer.status ?? answer.situacao, body: answer, replayed: response.headers.has('idempotent-replayed') };
};

const until = async (condition: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 3_000 && !condition(); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(condition()).toBe(true);
};

const states = (simulator: Simulator): string[] => simulator.charges().map((item) => item.state);

describe.each(['aurora', 'bonanza'] as const)('%s', (name) => {
  const pixSeconds = name === 'aurora' ? 300 : 1_800;

  test('captures a good card and declines a bad one, each in its own words', async () => {
    const simulator = await start(name);
    expect(await charge(simulator, { reference: 'good' })).toMatchObject(
      name === 'aurora' ? { status: 200, state: 'succeeded' } : { status: 201, state: 'APROVADA' },
    );
    expect(await charge(simulator, { reference: 'bad', token: 'tok_declined' })).toMatchObject({ state: name === 'aurora' ? 'failed' : 'NEGADA' });
    expect(states(simulator)).toEqual(['captured', 'declined']);
  });

  test('the same key gives the first answer again, another body is refused, and later the key is forgotten', async () => {
    const simulator = await start(name);
    const first = await charge(simulator, {});
    const again = await charge(simulator, {});
    expect(again).toEqual({ ...first, replayed: true });
    expect((await charge(simulator, { cents: 2_000 })).status).toBe(name === 'aurora' ? 422 : 409);
    expect(simulator.charges()).toHaveLength(1);
    simulator.advance(25 * 3_600_000);
    await charge(simulator, {});
    expect(simulator.charges()).toHaveLength(2);
  });

  test('two requests with one key at the same time charge once', async () => {
    const simulator = await start(name);
    simulator.latency(1_000);
    const answers = await Promise.all([charge(simulator, {}), charge(simulator, {})]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual(name === 'aurora' ? [200, 409] : [201, 423]);
    expect(simulator.charges()).toHaveLength(1);
  });

  test('tok_timeout is captured though nobody is told; the replay says so', async () => {
    const simulator = await start(name);
    await expect(charge(simulator, { token: 'tok_timeout', timeoutMs: 1_000 })).rejects.toThrow();
    expect(states(simulator)).toEqual(['captured']);
    expect(await charge(simulator, { token: 'tok_timeout' })).toMatchObject({ replayed: true, state: name === 'aurora' ? 'succeeded' : 'APROVADA' });
  });

  test('tok_error is captured behind a 500', async () => {
    const simulator = await start(name);
    expect((await charge(simulator, { token: 'tok_error' })).status).toBe(500);
    expect(states(simulator)).toEqual(['captured']);
  });

  test.each([
    ['error_before_commit', 500],
    ['throttled', 429],
    ['unavailable', 503],
    ['in_flight', name === 'aurora' ? 409 : 423],
    ['rejected', 403],
  ] as const)('%s executes nothing and leaves the key free', async (kind, status) => {
    const simulator = await start(name);
    simulator.fault({ kind, count: 1 });
    expect((await charge(simulator, {})).status).toBe(status);
    expect(simulator.charges()).toEqual([]);
    expect((await charge(simulator, {})).status).toBeLessThan(300);
  });

  test.each(['commit_then_reset', 'commit_then_hang'] as const)('%s executes, and the merchant sees a broken connection', async (kind) => {
    const simulator = await start(name);
    simulator.fault({ kind, count: 1, delayMs: 50 });
    await expect(charge(simulator, {})).rejects.toThrow();
    expect(states(simulator)).toEqual(['captured']);
  });

  test.each(['reset_before_commit', 'hang_before_commit'] as const)('%s executes nothing', async (kind) => {
    const simulator = await start(name);
    simulator.fault({ kind, count: 1, delayMs: 50 });
    await expect(charge(simulator, {})).rejects.toThrow();
    expect(simulator.charges()).toEqual([]);
  });

  test('a request given up by the merchant may still be executed later', async () => {
    const simulator = await start(name);
    simulator.fault({ kind: 'hang_then_commit', count: 1, delayMs: 3_000 });
    await expect(charge(simulator, { timeoutMs: 500 })).rejects.toThrow();
    expect(simulator.charges()).toEqual([]);
    await until(() => states(simulator)[0] === 'captured');
  });

  test('refuses connections while it is down and remembers everything afterwards', async () => {
    const simulator = await start(name);
    await charge(simulator, {});
    await simulator.refuse();
    await expect(charge(simulator, {})).rejects.toThrow();
    await simulator.listen();
    expect((await charge(simulator, {})).replayed).toBe(true);
  });

  test('a Pix is paid once, by a customer or by itself', async () => {
    const simulator = await start(name);
    const { body } = await charge(simulator, { pixSeconds });
    expect(body.pix.code ?? body.pix.copiaECola).toMatch(/^000201010212.*6304[0-9A-F]{4}$/);
    expect(simulator.pay('p1')).toBe(true);
    expect(simulator.pay('p1')).toBe(false);
    expect(simulator.charges()[0]!.pix!.endToEndId).toMatch(/^E[0-9A-Z]{8}\d{12}[A-Za-z0-9]{11}$/);
    const patient = await start(name, { pixPaidAfterSeconds: 30 });
    await charge(patient, { pixSeconds });
    expect(states(patient)).toEqual(['pending']);
    patient.advance(31_000);
    expect(states(patient)).toEqual(['captured']);
  });

  test('an expired Pix takes money only from a bank that does not look', async () => {
    const simulator = await start(name);
    await charge(simulator, { pixSeconds });
    simulator.advance(pixSeconds * 1_000 + 1);
    expect(states(simulator)).toEqual([name === 'aurora' ? 'expired' : 'pending']);
    expect(simulator.pay('p1')).toBe(false);
    expect(simulator.pay('p1', { late: true })).toBe(true);
    expect(states(simulator)).toEqual(['captured']);
  });

  test('a Pix below the minimum validity is refused', async () => {
    const simulator = await start(name);
    expect((await charge(simulator, { pixSeconds: name === 'aurora' ? 9 : 1_799 })).status).toBe(400);
  });

  test('a wrong API key is refused everywhere', async () => {
    const simulator = await start(name);
    const path = name === 'aurora' ? '/v1/charges' : '/api/transacoes';
    for (const [method, suffix] of [
      ['POST', ''],
      ['GET', ''],
      ['GET', '/x'],
    ] as const) {
      expect((await fetch(simulator.url + path + suffix, { method })).status).toBe(401);
    }
  });

  test('webhooks are signed over their raw body', async () => {
    const simulator = await start(name);
    const before = Math.floor(Date.now() / 1_000);
    await charge(simulator, { pixSeconds });
    simulator.pay('p1');
    await until(() => heard.length >= 2 || heard.some(({ body }) => body.includes('APROVADA')));
    for (const { body, header } of heard) {
      const seconds = Number(/^t=(\d+),/.exec(header)?.[1]);
      expect(header).toBe(signature(SECRET, seconds, body));
      expect(seconds).toBeGreaterThanOrEqual(before);
      expect(seconds).toBeLessThanOrEqual(Date.now() / 1_000);
    }
  });

  test('webhooks come twice, or never, when told so', async () => {
    const simulator = await start(name);
    simulator.habits({ duplicate: 1, batchMax: 1 });
    await charge(simulator, {});
    await until(() => heard.length === 2);
    expect(heard[0]!.body).toBe(heard[1]!.body);
    simulator.habits({ lose: 1 });
    await charge(simulator, { reference: 'r2' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard).toHaveLength(2);
  });

  test('a merchant that subscribed to the rest hears of a charge only when its answer was lost', async () => {
    const simulator = await start(name, { webhookEvents: 'asynchronous' });
    await charge(simulator, { reference: 'answered' });
    await charge(simulator, { reference: 'lost', token: 'tok_error' });
    await until(() => heard.length > 0);
    expect(heard.map(({ body }) => body).join()).toContain('"lost"');
    expect(heard.map(({ body }) => body).join()).not.toContain('"answered"');
  });

  test('another amount than asked is captured when told so', async () => {
    const simulator = await start(name);
    simulator.fault({ kind: 'other_amount', amountCents: 999, purchase: 'p1' });
    await charge(simulator, {});
    expect(simulator.charges()[0]).toMatchObject({ amountCents: 999, state: 'captured' });
  });

  test('the control routes refuse what they do not know', async () => {
    const simulator = await start(name);
    const post = async (path: string, body: unknown) =>
      (await fetch(`${simulator.url}/_control/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }))
        .status;
    expect(await post('faults', { kind: 'earthquake' })).toBe(400);
    expect(await post('faults', { kind: 'throttled', colour: 'red' })).toBe(400);
    expect(await post('faults', { kind: 'throttled', probability: 0.5 })).toBe(200);
    expect(await post('clock', { advanceSeconds: -1 })).toBe(400);
    expect(await post('pay', { purchase: 'nobody' })).toBe(404);
  });
});

describe('what differs between the two', () => {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer key', 'x-chave-api': 'key' };

  test('a slow card keeps the caller waiting at aurora and is decided later at bonanza', async () => {
    const [aurora, bonanza] = [await start('aurora'), await start('bonanza')];
    expect((await charge(aurora, { token: 'tok_slow' })).state).toBe('succeeded');
    expect(await charge(bonanza, { token: 'tok_slow' })).toMatchObject({ status: 202, state: 'EM_ANALISE' });
    await until(() => states(bonanza)[0] === 'captured');
  });

  test('paid while being cancelled: the cancellation is refused and the money is there', async () => {
    for (const simulator of [await start('aurora'), await start('bonanza')]) {
      simulator.fault({ kind: 'paid_while_cancelled' });
      const { body } = await charge(simulator, { pixSeconds: 1_800 });
      const aurora = simulator.name === 'aurora';
      const response = aurora
        ? await fetch(`${simulator.url}/v1/charges/${body.id}/cancel`, { method: 'POST', headers, body: '{}' })
        : await fetch(`${simulator.url}/api/transacoes/${body.transacaoId}`, { method: 'PATCH', headers, body: '{"situacao":"CANCELADA"}' });
      expect(response.status).toBe(aurora ? 409 : 422);
      expect(states(simulator)).toEqual(['captured']);
    }
  });

  test('a refund is final at once at aurora', async () => {
    const simulator = await start('aurora');
    const { body } = await charge(simulator, { cents: 1_000 });
    const refund = async (amount: number, reference: string): Promise<any> =>
      (await fetch(`${simulator.url}/v1/charges/${body.id}/refunds`, { method: 'POST', headers, body: JSON.stringify({ amount, reference }) })).json();
    expect(await refund(400, 'a')).toMatchObject({ status: 'succeeded' });
    expect(await refund(700, 'b')).toMatchObject({ error: { code: 'exceeds_captured' } });
    simulator.fault({ kind: 'refund_not_done', count: 1 });
    expect(await refund(600, 'c')).toMatchObject({ status: 'failed' });
    expect(await refund(600, 'd')).toMatchObject({ status: 'succeeded' });
  });

  test('a refund takes a moment at bonanza, may end not done, and its name is its key', async () => {
    const simulator = await start('bonanza');
    const { body } = await charge(simulator, { cents: 1_000 });
    const refund = async (valor: string, reference: string): Promise<any> =>
      (
        await fetch(`${simulator.url}/api/transacoes/${body.transacaoId}/devolucoes/${reference}`, { method: 'PUT', headers, body: JSON.stringify({ valor }) })
      ).json();
    expect(await refund('10.00', 'a')).toMatchObject({ situacao: 'EM_PROCESSAMENTO' });
    expect(await refund('9.00', 'a')).toMatchObject({ codigo: 'CHAVE_REUTILIZADA' });
    await until(() => simulator.charges()[0]!.refunds[0]!.state === 'done');
    expect(await refund('10.00', 'a')).toMatchObject({ situacao: 'DEVOLVIDA' });
    expect(simulator.charges()[0]!.refunds).toHaveLength(1);
  });

  test.each(['aurora', 'bonanza'] as const)("the payer's bank disputes a captured charge at %s, and decides once", async (name) => {
    const simulator = await start(name);
    await charge(simulator, { cents: 1_000, token: 'tok_declined', reference: 'refused' });
    expect(simulator.dispute('p1', 'opened')).toBeUndefined();
    await charge(simulator, { cents: 1_000 });
    expect(simulator.dispute('p1', 'won')).toBeUndefined();
    const opened = simulator.dispute('p1', 'opened');
    expect(opened).toMatchObject({ state: 'opened', amountCents: 1_000 });
    expect(simulator.dispute('p1', 'opened')).toBeUndefined();
    const response = await fetch(`${simulator.url}/_control/disputes`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ purchase: 'p1', state: 'lost' }) });
    expect(await response.json()).toMatchObject({ id: opened!.id, state: 'lost' });
    // A Pix returned for fraud is lost without a question.
    expect(simulator.dispute('p1', 'lost', 400)).toMatchObject({ state: 'lost', amountCents: 400 });
    const told = /charge\.dispute\.(created|closed)|EM_ANALISE|DESFAVORAVEL/g;
    await until(() => heard.flatMap(({ body }) => body.match(told) ?? []).length === 3);
  });
});
