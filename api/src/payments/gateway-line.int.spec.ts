import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { until } from '../../test/support/eventually.js';
import { Recorder } from '../../test/support/recorder.js';
import { gatewayConfig, TestSimulator } from '../../test/support/simulators.js';
import { adapterFor } from './adapters.js';
import { GatewayLine, type LineTerms } from './gateway-line.js';
import { toldState } from './gateways.js';
import { type ChargeRequest, GatewaySilent, type InTurn } from './payment-gateway.js';

const MINUTE_MS = 60_000;

let simulator: TestSimulator;
const opened: GatewayLine[] = [];
beforeAll(async () => {
  simulator = await TestSimulator.start('aurora');
});
beforeEach(() => simulator.behave());
afterEach(() => Promise.all(opened.splice(0).map(({ gateway }) => gateway.close())));

const lineOf = (terms: Partial<LineTerms>): GatewayLine => {
  const line = new GatewayLine(adapterFor(simulator.config, { publicUrl: 'https://tickets.example' }), { callsMax: 4, ...terms });
  opened.push(line);
  return line;
};
const request = (): ChargeRequest => ({
  reference: newId().replaceAll('-', ''), paymentId: newId(), method: 'card', amountCents: 12_345, currency: 'BRL', token: 'tok_ok', description: 'x', payerEmail: null, pixSeconds: 300,
});

describe('the way to a gateway', () => {
  test('sends nothing that would have to wait longer than it may, and keeps no place for it', async () => {
    const line = lineOf({ callsPerSecond: 0.001, burst: 1 });
    expect(await line.charge(request(), MINUTE_MS, MINUTE_MS)).toMatchObject({ kind: 'captured' });
    const late = request();
    expect(line.takesWork()).toBe(false);
    expect(await line.charge(late, 3_000, 3_000)).toMatchObject({ kind: 'not_sent', ownLimit: true });
    expect(await simulator.charges(late.paymentId)).toEqual([]);
  });

  test('stays away for as long as a 429 says, and comes again', async () => {
    const line = lineOf({});
    await simulator.fault({ kind: 'throttled', count: 1 });
    expect(await line.charge(request(), 5_000, MINUTE_MS)).toEqual({ kind: 'throttled', retryAfterSeconds: 1 });
    const refused = request();
    expect(await line.charge(refused, 5_000, MINUTE_MS)).toEqual({ kind: 'not_sent', reason: 'told to come later', retryAfterSeconds: 1 });
    expect(await line.ask(() => line.gateway.find({ ...refused, chargeId: null }))).toMatchObject({ kind: 'unreachable' });
    expect([line.promising, line.takesWork()]).toEqual([false, false]);
    expect(await simulator.charges(refused.paymentId)).toEqual([]);
    await until(() => line.promising);
    expect(await line.charge(refused, 5_000, MINUTE_MS)).toMatchObject({ kind: 'captured' });
  });

  test('gives a call up when the window of its payment closes', async () => {
    const line = lineOf({});
    await simulator.fault({ kind: 'hang_before_commit' });
    const long = line.charge(request(), 5_000, MINUTE_MS).then(() => 'long');
    const short = line.charge(request(), 500, 500).then(({ kind }) => kind);
    expect(await Promise.race([long, short])).toBe('unknown');
    await long;
  });

  test('is worth no more payments when as many wait as are being served', async () => {
    const line = lineOf({});
    await simulator.fault({ kind: 'hang_before_commit' });
    const calls = Array.from({ length: 7 }, () => line.charge(request(), 100, 4_000));
    await until(() => line.load === 7);
    expect(line.takesWork()).toBe(true);
    calls.push(line.charge(request(), 100, 4_000));
    await until(() => line.load === 8);
    expect(line.takesWork()).toBe(false);
    expect((await Promise.all(calls)).map(({ kind }) => kind).toSorted()).toEqual([...Array<string>(4).fill('not_sent'), ...Array<string>(4).fill('unknown')]);
  });

  test('knows how well its gateway answers', async () => {
    const line = lineOf({ callsMax: 16 });
    await simulator.fault({ kind: 'error_before_commit' });
    expect(line.condition.well).toBe(true);
    await Promise.all(Array.from({ length: 12 }, () => line.charge(request(), 5_000, MINUTE_MS)));
    expect(line.condition.well).toBe(false);
  });

  test('whose breaker opened is tried by the next payment when its pause is over, and says so until somebody pays', async () => {
    const line = lineOf({ callsMax: 16 });
    await simulator.fault({ kind: 'error_before_commit' });
    await Promise.all(Array.from({ length: 12 }, () => line.charge(request(), 5_000, MINUTE_MS)));
    expect([line.state, toldState(line)]).toEqual(['open', 'open']);
    await simulator.behave();
    await until(() => line.trialDue);
    expect([line.state, toldState(line), line.promising]).toEqual(['open', 'trial', true]);
    expect(await line.charge(request(), 5_000, MINUTE_MS)).toMatchObject({ kind: 'captured' });
    expect([line.state, toldState(line)]).toEqual(['closed', 'closed']);
  });

  test('asks for the pages of a list in its pace, and for no more of them than that has room for', async () => {
    const line = lineOf({ callsPerSecond: 0.001, burst: 2 });
    const [seen, closed]: [number[], string[]] = [[], []];
    async function* list(inTurn: InTurn) {
      try {
        for (let page = 1; page <= 3; page++) yield [await inTurn(() => Promise.resolve(page))];
      } finally {
        closed.push('list');
      }
    }
    const read = async () => {
      for await (const page of line.paced(list)) seen.push(...page);
    };
    await expect(read()).rejects.toThrow(GatewaySilent);
    expect([seen, closed]).toEqual([[1, 2], ['list']]);
  });

  test.each([['stripe', '/v1/'], ['pix', '/pix?']] as const)('counts each request of a list of %s, of which one page of ours takes many', async (name, path) => {
    // An idle account in slices of time, and a day of a bank in nine pages, all empty.
    const recorder = await Recorder.start({
      data: [], has_more: false,
      access_token: 'token', expires_in: 3_600, pix: [], parametros: { paginacao: { paginaAtual: 0, itensPorPagina: 100, quantidadeDePaginas: 9, quantidadeTotalDeItens: 0 } },
    });
    const config = gatewayConfig(name, recorder.url, { apiKey: 'sk_simulated_0123', webhookSecret: 'whsec_of_a_test' });
    const line = new GatewayLine(adapterFor(config, { publicUrl: 'https://tickets.example' }), { callsMax: 4, callsPerSecond: 0.001, burst: 3 });
    opened.push(line);
    const read = async () => {
      for await (const _ of line.paced((inTurn) => line.gateway.list(new Date(Date.now() - 3_600_000), inTurn))) expect.unreachable('an empty page');
    };
    await expect(read()).rejects.toThrow(GatewaySilent);
    expect(recorder.requests.filter((request) => request.path.startsWith(path))).toHaveLength(3);
  });
});
