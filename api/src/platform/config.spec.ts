import { expect, test } from 'vitest';
import { Config } from './config.js';

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

test('proxies are addresses, networks and the well-known names', () => {
  expect(Config.parse({ ...live, TRUSTED_PROXIES: '192.0.2.7, 10.0.0.0/8,fd00::/8, loopback,' }).trustedProxies).toEqual(['192.0.2.7', '10.0.0.0/8', 'fd00::/8', 'loopback']);
});
