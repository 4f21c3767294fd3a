import { afterEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './index.ts';

const simulators: Simulator[] = [];
afterEach(() => Promise.all(simulators.splice(0).map((simulator) => simulator.stop())));

const TXID = 'a'.repeat(32);
const basic = (key: string): string => `Basic ${Buffer.from(key).toString('base64')}`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

async function open(): Promise<{ simulator: Simulator; call: (method: string, path: string, body?: object, token?: string) => Promise<{ status: number; body: any }> }> {
  const simulator = await startSimulator({ name: 'pix', apiKey: 'id:secret' });
  simulators.push(simulator);
  const granted = await fetch(`${simulator.url}/oauth/token`, { method: 'POST', headers: { ...form, authorization: basic('id:secret') }, body: 'grant_type=client_credentials' });
  const { access_token: own } = (await granted.json()) as { access_token: string };
  const call = async (method: string, path: string, body?: object, token = own) => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const response = await fetch(simulator.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return { simulator, call };
}

const wish = (original = '10.00', expiracao = 300) => ({ calendario: { expiracao }, valor: { original }, chave: 'k@example.com' });

describe('the bank with the Pix API', () => {
  test('gives tokens to its merchant only, for an hour', async () => {
    const { simulator, call } = await open();
    for (const [headers, body] of [
      [{ ...form, authorization: basic('id:other') }, 'grant_type=client_credentials'],
      [form, 'grant_type=client_credentials&client_id=id&client_secret=other'],
    ] as const) {
      expect((await fetch(`${simulator.url}/oauth/token`, { method: 'POST', headers, body })).status).toBe(401);
    }
    expect((await fetch(`${simulator.url}/oauth/token`, { method: 'POST', headers: form, body: 'grant_type=client_credentials&client_id=id&client_secret=secret' })).status).toBe(200);
    expect((await call('GET', `/cob/${TXID}`)).status).toBe(404);
    expect((await call('GET', `/cob/${TXID}`, undefined, `${Date.now() + 1e9}.${'0'.repeat(64)}`)).status).toBe(401);
    simulator.advance(3_601_000);
    expect((await call('GET', `/cob/${TXID}`)).status).toBe(401);
  });

  test('alters a charge that is open, and none that is not', async () => {
    const { simulator, call } = await open();
    expect((await call('PUT', `/cob/${TXID}`, wish())).body).toMatchObject({ txid: TXID, revisao: 0, status: 'ATIVA', valor: { original: '10.00' } });
    expect((await call('PUT', `/cob/${TXID}`, wish())).body).toMatchObject({ revisao: 0 });
    expect((await call('PUT', `/cob/${TXID}`, wish('11.00'))).body).toMatchObject({ revisao: 1, valor: { original: '11.00' } });
    simulator.advance(301_000);
    expect((await call('GET', `/cob/${TXID}`)).body).toMatchObject({ status: 'ATIVA' });
    expect(simulator.pay(TXID)).toBe(false);
    expect(simulator.pay(TXID, { late: true })).toBe(true);
    expect(await call('PUT', `/cob/${TXID}`, wish('11.00'))).toMatchObject({ status: 400, body: { type: 'https://pix.bcb.gov.br/api/v2/error/CobOperacaoInvalida' } });
    expect((await call('PATCH', `/cob/${TXID}`, { status: 'REMOVIDA_PELO_USUARIO_RECEBEDOR' })).status).toBe(400);
    expect((await call('GET', `/cob/${TXID}`)).body).toMatchObject({ status: 'CONCLUIDA', pix: [{ txid: TXID, valor: '11.00' }] });
    expect(simulator.charges()).toHaveLength(1);
  });

  test.each([
    ['no time', { ...wish(), calendario: { expiracao: 0 } }],
    ['no money', wish('0.00')],
    ['an amount with a comma', wish('10,00')],
    ['no key', { ...wish(), chave: '' }],
  ])('opens no charge with %s', async (_what, body) => {
    const { call } = await open();
    expect((await call('PUT', `/cob/${TXID}`, body)).status).toBe(400);
    expect((await call('PUT', '/cob/short', wish())).status).toBe(400);
  });

  test('gives back no more than came, and once under one name', async () => {
    const { simulator, call } = await open();
    await call('PUT', `/cob/${TXID}`, wish());
    simulator.pay(TXID);
    const { body } = await call('GET', `/cob/${TXID}`);
    const path = `/pix/${body.pix[0].endToEndId}/devolucao`;
    expect(await call('PUT', `${path}/one`, { valor: '7.00' })).toMatchObject({ status: 201, body: { id: 'one', status: 'EM_PROCESSAMENTO' } });
    expect((await call('PUT', `${path}/one`, { valor: '7.00' })).status).toBe(400);
    expect((await call('PUT', `${path}/two`, { valor: '3.01' })).status).toBe(400);
    expect((await call('PUT', `${path}/two`, { valor: '3.00' })).status).toBe(201);
    expect((await call('GET', `${path}/three`)).status).toBe(404);
  });
});
