import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Config, newId, type PixConfig } from '#platform';
import { eventually } from '../../test/support/eventually.js';
import { PixContract } from '../../test/support/pix-contract.js';
import { TestSimulator } from '../../test/support/simulators.js';
import { parseBrCode } from './br-code.js';
import { type ChargeRequest, GatewaySilent } from './payment-gateway.js';
import { PixGateway } from './pix.gateway.js';

const pki = (file: string): string => join(import.meta.dirname, '..', '..', 'test', 'support', 'pki', file);
const request = (parts: Partial<ChargeRequest> = {}): ChargeRequest => ({
  reference: newId().replaceAll('-', ''), paymentId: newId(), method: 'pix', amountCents: 12_500, currency: 'BRL', token: null, description: 'Two seats', payerEmail: null, pixSeconds: 300, ...parts,
});

let bank: TestSimulator;
let contract: PixContract;
let gateway: PixGateway;
beforeAll(async () => {
  const certificates = { SIMULATOR_TLS_CERTIFICATE: pki('server.pem'), SIMULATOR_TLS_KEY: pki('server.key'), SIMULATOR_TLS_CA: pki('ca.pem') };
  bank = await TestSimulator.start('pix', certificates);
  contract = await PixContract.start(bank.url);
  gateway = new PixGateway({ ...bank.pixConfig, baseUrl: contract.url });
});
beforeEach(() => bank.behave());
afterAll(async () => {
  await gateway.close();
  expect(contract.breaches).toEqual([]);
});

const find = ({ reference }: ChargeRequest) => gateway.find({ reference, chargeId: null });

describe('a charge at a bank', () => {
  test('says what it is for, and its code leads to it', async () => {
    const wanted = request();
    const opened = await gateway.charge(wanted);
    expect(opened).toMatchObject({ kind: 'pending', chargeId: wanted.reference, amountCents: 12_500, currency: 'BRL' });
    const { pix } = opened as { pix: { brCode: string; expiresAt: Date } };
    expect(parseBrCode(pix.brCode)).toMatchObject({ kind: 'dynamic', location: expect.stringContaining(wanted.reference) as string });
    const [booked] = await bank.charges(wanted.paymentId);
    expect(pix.expiresAt.getTime()).toBe(booked?.expiresAt);
  });

  test('is known by its endToEndId once it is paid, and asking to open it again says so', async () => {
    const wanted = request();
    await gateway.charge(wanted);
    await bank.pay(wanted.paymentId);
    const seen = await find(wanted);
    expect(seen).toMatchObject({ kind: 'captured', chargeId: expect.stringMatching(/^E[0-9A-Z]{8}\d{12}[A-Za-z0-9]{11}$/) as string });
    expect(await gateway.charge(wanted)).toEqual(seen);
    expect(await bank.charges(wanted.paymentId)).toHaveLength(1);
  });

  test('of another amount, or paid with another amount, is told with that amount', async () => {
    await bank.fault({ kind: 'other_amount', amountCents: 12_499, count: 1 });
    expect(await gateway.charge(request())).toMatchObject({ kind: 'pending', amountCents: 12_499 });
    const wanted = request();
    await gateway.charge(wanted);
    await bank.pay(wanted.paymentId, { amountCents: 1 });
    expect(await find(wanted)).toMatchObject({ kind: 'captured', amountCents: 1 });
  });

  test('that has expired stays open, is removed, and takes late money all the same', async () => {
    const wanted = request();
    await gateway.charge(wanted);
    await bank.advance(301);
    expect(await bank.pay(wanted.paymentId)).toBe(false);
    expect(await find(wanted)).toMatchObject({ kind: 'pending' });
    const by = { reference: wanted.reference, chargeId: wanted.reference };
    expect(await gateway.void(by)).toMatchObject({ kind: 'voided' });
    await bank.pay(wanted.paymentId, { late: true });
    expect(await gateway.void(by)).toMatchObject({ kind: 'captured', amountCents: 12_500 });
  });

  test('that is paid while it is being removed is captured', async () => {
    await bank.fault({ kind: 'paid_while_cancelled' });
    const wanted = request();
    await gateway.charge(wanted);
    expect(await gateway.void({ reference: wanted.reference, chargeId: wanted.reference })).toMatchObject({ kind: 'captured' });
  });

  test('in another currency is not even asked for', async () => {
    const wanted = request({ currency: 'ARS' });
    expect(await gateway.charge(wanted)).toEqual({ kind: 'rejected', code: 'currency', configuration: true });
    expect(await bank.charges(wanted.paymentId)).toEqual([]);
  });
});

describe('a refund', () => {
  const paid = async (): Promise<string> => {
    const wanted = request();
    await gateway.charge(wanted);
    await bank.pay(wanted.paymentId);
    return ((await find(wanted)) as { chargeId: string }).chargeId;
  };

  test('that the bank could not do is refused, with its reason, and another name may do better', async () => {
    await bank.fault({ kind: 'refund_not_done', count: 1 });
    const refund = { chargeId: await paid(), reference: newId().replaceAll('-', ''), amountCents: 12_500 };
    expect(await gateway.refund(refund)).toEqual({ kind: 'pending' });
    await eventually(async () => expect(await gateway.findRefund(refund)).toEqual({ kind: 'refused', reason: 'Conta do pagador encerrada.' }));
    // The same name is the same refund, whatever became of it.
    expect(await gateway.refund(refund)).toMatchObject({ kind: 'refused' });
    expect(await gateway.refund({ ...refund, reference: 'another' })).toEqual({ kind: 'pending' });
  });

  test('whose answer was lost is found under its name', async () => {
    const refund = { chargeId: await paid(), reference: newId().replaceAll('-', ''), amountCents: 500 };
    await bank.fault({ kind: 'commit_then_reset', operation: 'refund', count: 1 });
    expect(await gateway.refund(refund)).toMatchObject({ kind: 'unknown' });
    expect(['pending', 'refunded']).toContain((await gateway.refund(refund)).kind);
  });

  test('of a Pix that never was is refused', async () => {
    expect(await gateway.refund({ chargeId: `E${'0'.repeat(31)}`, reference: 'never', amountCents: 1 })).toEqual({ kind: 'refused', reason: 'NaoEncontrado', retryable: false });
  });
});

describe('a token', () => {
  test('that was refused before its time is replaced, and nobody notices', async () => {
    const impatient = new PixGateway({ ...bank.pixConfig, baseUrl: contract.url });
    const wanted = request();
    await impatient.charge(wanted);
    // An hour by the bank's clock only.
    await bank.advance(3_601);
    expect(await impatient.find({ reference: wanted.reference, chargeId: null })).toMatchObject({ kind: 'pending' });
    await impatient.close();
  });

  test('that cannot be had leaves a charge unsent, and a question unanswered', async () => {
    const lost = new PixGateway({ ...bank.pixConfig, tokenUrl: 'http://127.0.0.1:9/oauth/token' });
    const wanted = request();
    expect(await lost.charge(wanted)).toEqual({ kind: 'not_sent', reason: 'token: ECONNREFUSED' });
    expect(await lost.find({ reference: wanted.reference, chargeId: null })).toMatchObject({ kind: 'unreachable' });
    expect(await lost.subscribe('https://box.example')).toBe(true);
    await lost.close();
  });
});

describe('a token that comes after the window', () => {
  test('sends nothing any more', async () => {
    const slow = createServer((_incoming, response) => void setTimeout(() => response.end('{"access_token":"t","expires_in":300}'), 300)).listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const asking = new PixGateway({ ...bank.pixConfig, tokenUrl: `http://127.0.0.1:${(slow.address() as AddressInfo).port}` });
    const wanted = request({ answerMsMax: 100 });
    expect(await asking.charge(wanted)).toEqual({ kind: 'not_sent', reason: 'token: too late' });
    expect(await bank.charges(wanted.paymentId)).toEqual([]);
    await asking.close();
    slow.close();
  });
});

describe('a callback', () => {
  const secret = () => bank.pixConfig.webhookSecret;
  const url = (path: string): string => `/api/v1/gateways/pix/webhooks${path}`;
  const read = (body: unknown, path = `/${secret()}/pix`) => gateway.readWebhook({}, Buffer.from(JSON.stringify(body)), url(path));
  const pix = (txid: string) => ({ endToEndId: 'E12345678202601311200abcdefghijk', txid, valor: '125.00', horario: '2026-01-31T12:01:00Z' });

  test('names charges, each once, and those of others not at all', () => {
    const [first, second] = [request().reference, request().reference];
    const body = { pix: [pix(first), pix(second), pix(first), pix('a'.repeat(35)), { endToEndId: 'E1' }] };
    expect(read(body)).toEqual([first, second].map((txid) => ({ about: 'name', eventId: txid, chargeId: txid })));
    expect(read({ evento: 'teste_webhook' })).toEqual([]);
  });

  test('is heard at its secret address, with or without what banks put behind it, and nowhere else', () => {
    for (const path of [`/${secret()}`, `/${secret()}/pix`, `/${secret()}?ignorar=/pix`]) expect(read({ pix: [] }, path)).toEqual([]);
    for (const path of ['', '/pix', `/${secret()}x/pix`, '/another-secret-of-that-length/pix', `?x=/webhooks/${secret()}`]) expect(() => read({ pix: [] }, path)).toThrow(expect.objectContaining({ data: { reason: 'signature' } }));
    expect(() => read({ pix: {} })).toThrow(expect.objectContaining({ data: { reason: 'form' } }));
  });

  test('is not believed: what it names is asked about', async () => {
    const wanted = request();
    await gateway.charge(wanted);
    const named = { about: 'name', eventId: wanted.reference, chargeId: wanted.reference } as const;
    expect(await gateway.news(named)).toEqual([]);
    await bank.pay(wanted.paymentId);
    const seen = (await find(wanted)) as { chargeId: string; kind: 'captured'; amountCents: number; currency: string };
    const charge = { about: 'charge', eventId: seen.chargeId, reference: wanted.reference, observation: seen };
    expect(await gateway.news(named)).toEqual([charge]);
    const refund = { chargeId: seen.chargeId, reference: newId().replaceAll('-', ''), amountCents: 12_500 };
    await gateway.refund(refund);
    await eventually(async () => expect(await gateway.findRefund(refund)).toEqual({ kind: 'refunded' }));
    expect(await gateway.news(named)).toEqual([charge, { about: 'refund', eventId: `${refund.reference} DEVOLVIDO`, reference: refund.reference, observation: { kind: 'refunded' } }]);
    expect(await gateway.news({ about: 'name', eventId: 'x', chargeId: request().reference })).toEqual([]);
    await bank.fault({ kind: 'unavailable', operation: 'find', count: 1 });
    await expect(gateway.news(named)).rejects.toThrow(GatewaySilent);
  });

  test('tells what banks take back among themselves apart from what we give back', async () => {
    const wanted = request();
    await gateway.charge(wanted);
    await bank.pay(wanted.paymentId);
    await bank.dispute(wanted.paymentId, 'opened', 2_500);
    const told = await gateway.news({ about: 'name', eventId: wanted.reference, chargeId: wanted.reference });
    expect(told).toMatchObject([{ about: 'charge' }, { about: 'dispute', reference: wanted.reference, amountCents: 2_500, state: 'opened' }]);
    await bank.dispute(wanted.paymentId, 'lost');
    const later = await gateway.news({ about: 'name', eventId: wanted.reference, chargeId: wanted.reference });
    expect(later[1]).toMatchObject({ state: 'lost', disputeId: (told[1] as { disputeId: string }).disputeId });
    expect(later[1]?.eventId).not.toBe(told[1]?.eventId);
  });

  test('comes as the document has it, to where the bank was told', async () => {
    const heard: { url: string | undefined; body: unknown }[] = [];
    const merchant = createServer((incoming, response) => {
      let text = '';
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
      incoming.on('end', () => {
        heard.push({ url: incoming.url, body: JSON.parse(text) });
        response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(merchant, 'listening');
    const registering = new PixGateway({ ...bank.pixConfig, baseUrl: contract.url, registerWebhook: true });
    expect(await registering.subscribe(`http://127.0.0.1:${(merchant.address() as AddressInfo).port}${url('')}`)).toBe(true);
    const wanted = request();
    await registering.charge(wanted);
    await bank.pay(wanted.paymentId);
    await eventually(() => expect(heard).toHaveLength(1));
    expect(heard[0]?.url).toBe(url(`/${secret()}/pix`));
    contract.checkCallback(heard[0]?.body);
    expect(gateway.readWebhook({}, Buffer.from(JSON.stringify(heard[0]?.body)), heard[0]?.url as string)).toMatchObject([{ chargeId: wanted.reference }]);
    await registering.close();
    merchant.close();
  });
});

describe('the list of what was received', () => {
  test('is asked for in spans that can be sorted, without a gap', async () => {
    const spans: [from: number, to: number][] = [];
    // A bank that has sold five thousand an hour.
    const busy = createServer((incoming, response) => {
      const query = new URL(incoming.url ?? '/', 'http://x').searchParams;
      if (incoming.method === 'POST') return void response.end('{"access_token":"t","expires_in":300}');
      const [from, to] = [Date.parse(query.get('inicio') ?? ''), Date.parse(query.get('fim') ?? '')];
      spans.push([from, to]);
      return void response.end(JSON.stringify({ parametros: { paginacao: { quantidadeDePaginas: 1, quantidadeTotalDeItens: Math.round((to - from) / 720) } }, pix: [] }));
    }).listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const at = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
    const asking = new PixGateway({ ...bank.pixConfig, baseUrl: at, tokenUrl: at });
    const from = Date.now() - 5 * 3_600_000;
    for await (const page of asking.list(new Date(from))) expect(page).toEqual([]);
    const listed = spans.filter(([start, end]) => (end - start) / 720 <= 10_000);
    expect(listed[0]?.[0]).toBe(from);
    for (const [index, [start]] of listed.entries()) if (index > 0) expect(start).toBe(listed[index - 1]?.[1]);
    expect(listed.at(-1)?.[1]).toBeGreaterThan(from + 5 * 3_600_000 - 1);
    // Nothing came in all that time, so only its last hour is asked about again.
    spans.splice(0);
    for await (const page of asking.list(new Date(from))) expect(page).toEqual([]);
    expect(spans).toHaveLength(1);
    expect(spans[0]?.[0]).toBe((listed.at(-1)?.[1] ?? 0) - 3_600_000);
    // Asked about what was before, it looks at all of it.
    spans.splice(0);
    for await (const page of asking.list(new Date(from - 1))) expect(page).toEqual([]);
    expect(spans.some(([start]) => start === from - 1)).toBe(true);
    await asking.close();
    busy.close();
  });

  test('that does not come is silence', async () => {
    await bank.fault({ kind: 'unavailable', operation: 'list', count: 1 });
    await expect(gateway.list(new Date(Date.now() - 1_000))[Symbol.asyncIterator]().next()).rejects.toThrow(GatewaySilent);
  });
});

describe('the official document', () => {
  test('was kept to in every operation that we use', () => {
    const operations = ['PUT /cob/{txid} 201', 'GET /cob/{txid} 200', 'PATCH /cob/{txid} 200', 'PUT /pix/{e2eid}/devolucao/{id} 201', 'GET /pix/{e2eid}/devolucao/{id} 200', 'PUT /webhook/{chave} 200'];
    expect([...contract.seen]).toEqual(expect.arrayContaining(operations));
  });

  test.each<[string, string, string, object | undefined, RegExp]>([
    ['an amount with a comma', 'PUT', `/cob/${'a'.repeat(32)}`, { calendario: { expiracao: 1 }, valor: { original: '1,00' }, chave: 'k' }, /body: .*original must match pattern/],
    ['no key', 'PUT', `/cob/${'a'.repeat(32)}`, { calendario: {}, valor: { original: '1.00' } }, /must have required property 'chave'/],
    ['a txid that is too short', 'GET', '/cob/short', undefined, /txid: .*must match pattern/],
    ['another state than may be asked for', 'PATCH', `/cob/${'a'.repeat(32)}`, { status: 'CONCLUIDA' }, /status must be equal to one of the allowed values/],
    ['a list without its end', 'GET', '/pix?inicio=2026-01-31T12:00:00Z', undefined, /without fim/],
    ['a parameter of our own', 'GET', '/pix?inicio=2026-01-31T12:00:00Z&fim=2026-01-31T12:00:00Z&cor=azul', undefined, /has no parameter cor/],
    ['another path', 'GET', '/cobs/x/y', undefined, /is not in the document/],
  ])('would have noticed %s', async (_what, method, path, body, breach) => {
    const strict = await PixContract.start(bank.url);
    await fetch(strict.url + path, { method, headers: { authorization: 'Bearer x', 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) });
    expect(strict.breaches.join('\n')).toMatch(breach);
  });

  test('would have noticed an answer that it does not know', async () => {
    const strange = createServer((_request, response) => void response.writeHead(200).end('{"txid":"x","status":"PAGA"}')).listen(0, '127.0.0.1');
    await once(strange, 'listening');
    const strict = await PixContract.start(`http://127.0.0.1:${(strange.address() as AddressInfo).port}`);
    await fetch(`${strict.url}/cob/${'a'.repeat(32)}`, { headers: { authorization: 'Bearer x' } });
    expect(strict.breaches.join('\n')).toMatch(/200: .*(status must be equal|must have required property)/);
    strange.close();
  });
});

describe('a bank that asks for a certificate', () => {
  /** As an operator writes it. */
  const configured = (files: { certificate?: string; key?: string; ca?: string; tokenUrl?: string }): PixConfig => {
    const { pixConfig } = bank;
    const entry = { ...pixConfig, baseUrl: bank.tlsUrl, tokenUrl: `${bank.tlsUrl}/oauth/token`, ...files };
    const environment = { CATRACA_MODE: 'demo', DATABASE_URL: 'postgres://x', SIGNING_KEYS: `k:${Buffer.alloc(32, 1).toString('base64')}`, GATEWAYS: JSON.stringify([entry]) };
    return Config.parse(environment).gateways[0] as PixConfig;
  };
  const outcomeWith = async (files: Parameters<typeof configured>[0]) => {
    const asking = new PixGateway(configured(files));
    try {
      return await asking.charge(request());
    } finally {
      await asking.close();
    }
  };

  test('is shown ours, and believed by its own authority', async () => {
    expect(await outcomeWith({ certificate: pki('client.pem'), key: pki('client.key'), ca: pki('ca.pem') })).toMatchObject({ kind: 'pending' });
  });

  test.each([
    ['none', { ca: pki('ca.pem') }],
    ["another authority's", { certificate: pki('stranger.pem'), key: pki('stranger.key'), ca: pki('ca.pem') }],
  ])('lets nobody in with %s, and nothing was sent', async (_whose, files) => {
    expect(await outcomeWith(files)).toMatchObject({ kind: 'not_sent' });
  });

  test('but not for its tokens, closes the door behind a call that has left: nobody knows', async () => {
    // TLS 1.3 tells a client that its certificate is refused only after the client has begun to speak.
    expect(await outcomeWith({ ca: pki('ca.pem'), tokenUrl: `${bank.url}/oauth/token` })).toMatchObject({ kind: 'unknown' });
  });

  test('that is not who it says is told nothing', async () => {
    expect(await outcomeWith({ certificate: pki('client.pem'), key: pki('client.key') })).toMatchObject({ kind: 'not_sent', reason: expect.stringMatching(/^token: .*(CERT|VERIFY|ISSUER)/) as string });
  });
});
