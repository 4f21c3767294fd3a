import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Config, ConfigRefused } from './config.js';

const key = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
const live = { CATRACA_MODE: 'live', DATABASE_URL: 'postgres://localhost/catraca', SIGNING_KEYS: key, SMTP_URL: 'smtp://localhost', PUBLIC_URL: 'https://tickets.example' };
const simulator = JSON.stringify([{ name: 'aurora', kind: 'simulator', baseUrl: 'http://localhost:1', apiKey: 'a key of ours', webhookSecret: 'sixteen characters' }]);

test('live mode starts with its secrets, and with nothing of the demo', () => {
  const config = Config.parse(live);
  expect([config.demo, config.metricsToken, config.gateways]).toEqual([false, null, []]);
});

test.each([
  ['SIGNING_KEYS', undefined, /^SIGNING_KEYS is not set/],
  ['SIGNING_KEYS', 'k1:c2hvcnQ=', /^SIGNING_KEYS: is a comma-separated list/],
  ['SIGNING_KEYS', `${key},${key}`, /^SIGNING_KEYS: has two keys of one id/],
  ['SMTP_URL', undefined, /^SMTP_URL: is needed outside demo mode/],
  ['PUBLIC_URL', undefined, /^PUBLIC_URL: is needed outside demo mode/],
  ['GATEWAYS', '[{ "name": "aurora" }', /^GATEWAYS: is not JSON: a quote, a comma/],
  ['GATEWAYS', simulator, /^Simulated gateways sell tickets in demo mode only/],
  ['METRICS_TOKEN', 'short', /^METRICS_TOKEN: /],
  ['TRUSTED_PROXIES', '10.0.0.0/8, proxy.example', /^TRUSTED_PROXIES: "proxy.example" is neither an address nor a network/],
  ['TRUSTED_PROXIES', '10.0.0.0/33', /^TRUSTED_PROXIES: /],
  ['CODE_POOL_LOW', '10001', /^CODE_POOL_HIGH: is below CODE_POOL_LOW/],
  ['OIDC_ISSUER', 'https://id.example', /^OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: third-party sign-in needs/],
])('live mode with %s %s is refused with a sentence', (name, value, sentence) => {
  expect(() => Config.parse({ ...live, [name]: value })).toThrow(sentence);
});

test('live mode takes a simulated gateway that is a sandbox; in a demo every gateway is one', () => {
  const sandbox = simulator.replace('}', ', "sandbox": true }');
  expect(Config.parse({ ...live, GATEWAYS: sandbox }).gateways).toMatchObject([{ name: 'aurora', sandbox: true }]);
  expect(Config.parse({ ...live, CATRACA_MODE: 'demo', GATEWAYS: simulator }).gateways).toMatchObject([{ name: 'aurora', sandbox: true }]);
});

const stripe = { name: 'stripe', kind: 'stripe', secretKey: 'sk_live_0123456789', webhookSecret: 'whsec_0123456789' };
const mercadoPago = { name: 'mercado', kind: 'mercado_pago', accessToken: 'APP_USR-0123456789-secret', webhookSecret: 'sixteen characters' };
const gateways = (...list: object[]) => Config.parse({ ...live, GATEWAYS: JSON.stringify(list) }).gateways;

test('real gateways are what their kind needs, at their own address unless told another', () => {
  expect(gateways(stripe, mercadoPago).map(({ kind, baseUrl }) => [kind, baseUrl])).toEqual([['stripe', 'https://api.stripe.com'], ['mercado_pago', 'https://api.mercadopago.com']]);
  expect(gateways({ ...stripe, baseUrl: 'http://127.0.0.1:4003' })).toMatchObject([{ baseUrl: 'http://127.0.0.1:4003' }]);
});

test.each([
  ['another field', { ...stripe, apiKey: 'of another kind' }],
  ['a kind that is not known', { ...stripe, kind: 'paypal' }],
  ['an address in the open', { ...stripe, baseUrl: 'http://stripe.example' }],
  ['a publishable key', { ...stripe, secretKey: 'pk_live_0123456789' }],
  ['a test key that would sell for play money', { ...stripe, secretKey: 'sk_test_0123456789' }],
  ['a secret key in the place of the publishable one', { ...stripe, publishableKey: 'sk_live_0123456789' }],
  ['a publishable key of test mode in a sale', { ...stripe, publishableKey: 'pk_test_0123456789' }],
  ['a script of somebody else in a sale', { ...stripe, scriptUrl: 'https://cdn.example/stripe.js' }],
  ['a script that comes in the clear', { ...stripe, secretKey: 'sk_test_0123456789', sandbox: true, scriptUrl: 'http://cdn.example/stripe.js' }],
  ['an access token in the place of the public key', { ...mercadoPago, publishableKey: 'APP_USR-1234567890-112233-0123456789abcdef-42' }],
  ['a live key that rehearsals would cost', { ...stripe, sandbox: true }],
  ['a test token', { ...mercadoPago, accessToken: 'TEST-0123456789-0123456789' }],
])('a gateway with %s is refused', (_, gateway) => {
  expect(() => gateways(gateway)).toThrow(/^GATEWAYS: is not a JSON list of the documented form: 0/);
});

test('a mistake in GATEWAYS is told without the secrets beside it', () => {
  const secret = /0123456789|sixteen characters/;
  for (const text of [JSON.stringify([{ ...stripe, baseUrl: 'nowhere', sandbox: 'maybe' }]), JSON.stringify([stripe]).replace('"}', '"'), `[{"secretKey":'sk_live_0123456789'}]`, 'sk_live_0123456789']) {
    let sentence = '';
    try {
      Config.parse({ ...live, GATEWAYS: text });
    } catch (error) {
      sentence = String(error);
    }
    expect(sentence).toMatch(/GATEWAYS/);
    expect(sentence).not.toMatch(secret);
  }
});

test('a real gateway does not start with a demo, its simulator on this machine does', () => {
  const demo = (gateway: object) => Config.parse({ ...live, CATRACA_MODE: 'demo', GATEWAYS: JSON.stringify([gateway]) });
  expect(() => demo(stripe)).toThrow(/^Demo mode has simulated money/);
  expect(demo({ ...stripe, secretKey: 'sk_simulated', sandbox: true, baseUrl: 'http://localhost:4003' }).gateways).toMatchObject([{ name: 'stripe', sandbox: true }]);
});

describe('a bank with the Pix API', () => {
  const bank = {
    name: 'banco', kind: 'pix', baseUrl: 'https://pix.example/v2', tokenUrl: 'https://pix.example/oauth/token', clientId: 'id', clientSecret: 'a secret of ours', pixKey: 'chave@example.com',
    merchantName: 'Bilheteria São João', merchantCity: 'Recife', webhookSecret: 'twenty-four-characters-at-least',
  };
  const parse = (change: object, mode = live) => Config.parse({ ...mode, GATEWAYS: JSON.stringify([{ ...bank, ...change }]) }).gateways[0];
  const demo = { ...live, CATRACA_MODE: 'demo' };
  const certificate = '-----BEGIN CERTIFICATE-----\nMII';

  test('sells tickets for real money, and in a demo only where it is simulated on this machine', () => {
    expect(parse({})).toMatchObject({ kind: 'pix', sandbox: false, clientAuthentication: 'basic', registerWebhook: false, headers: {}, query: {} });
    expect(() => parse({}, demo)).toThrow(/^Demo mode has simulated money/);
    expect(parse({ baseUrl: 'http://127.0.0.1:4002', tokenUrl: 'http://127.0.0.1:4002/oauth/token' }, demo)).toMatchObject({ sandbox: true });
  });

  test('is shown a certificate that is given as text or as a file', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMII';
    const file = join(import.meta.dirname, '..', '..', 'test', 'support', 'pki', 'client.pem');
    expect(parse({ certificate, key })).toMatchObject({ certificate, key });
    expect(parse({ certificate: file, key })).toMatchObject({ certificate: readFileSync(file, 'utf8') });
  });

  test.each([
    ['plain HTTP over a network', { baseUrl: 'http://pix.example/v2' }],
    ['plain HTTP for the token', { tokenUrl: 'http://pix.example/token' }],
    ['an address that is none', { tokenUrl: 'pix.example' }],
    ['a certificate without its key', { certificate }],
    ['a key that is neither text nor file', { certificate, key: 'MIIEvQIBADANBg-private' }],
    ['a name that no code can say', { merchantName: '切符売り場' }],
    ['a city that is too long', { merchantCity: 'São José do Rio Preto' }],
    ['a webhook secret that is no part of an address', { webhookSecret: 'twenty-four/characters/at/least' }],
    ['a field of another kind', { apiKey: 'a key of ours' }],
  ])('is refused with %s, and the sentence holds no secret', (_what, change) => {
    let sentence = '';
    try {
      parse(change);
    } catch (error) {
      sentence = (error as Error).message;
    }
    expect(sentence).toMatch(/^GATEWAYS: /);
    for (const secret of ['a secret of ours', 'twenty-four', 'MII']) expect(sentence).not.toContain(secret);
  });
});

test('proxies are addresses, networks and the well-known names', () => {
  expect(Config.parse({ ...live, TRUSTED_PROXIES: '192.0.2.7, 10.0.0.0/8,fd00::/8, loopback,' }).trustedProxies).toEqual(['192.0.2.7', '10.0.0.0/8', 'fd00::/8', 'loopback']);
});

test('what was agreed with a gateway stands beside what its kind needs, and has defaults', () => {
  const demo = { ...live, CATRACA_MODE: 'demo' };
  const [entry] = JSON.parse(simulator) as [object];
  const parsed = (terms: object) => Config.parse({ ...demo, GATEWAYS: JSON.stringify([{ ...entry, ...terms }]) }).gateways[0];
  expect(parsed({})).toMatchObject({ costs: {}, preference: 0, weight: 1, callsMax: 512 });
  const terms = { costs: { pix: { basisPoints: 99 }, card: { basisPoints: 399, cents: 39 } }, preference: 2, weight: 3, callsMax: 20, callsPerSecond: 25.5, burst: 5 };
  expect(parsed(terms)).toMatchObject({ name: 'aurora', ...terms, costs: { ...terms.costs, pix: { basisPoints: 99, cents: 0 } } });
  for (const wrong of [{ weight: 0 }, { callsMax: 1_000 }, { costs: { card: { basisPoints: -1 } } }, { costs: { boleto: {} } }, { unheardOf: 1 }]) {
    expect(() => parsed(wrong)).toThrow(ConfigRefused);
  }
});
