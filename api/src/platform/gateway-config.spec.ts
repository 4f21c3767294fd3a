import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Config } from './config.js';

const live = {
  CATRACA_MODE: 'live', DATABASE_URL: 'postgres://localhost/catraca', SIGNING_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`, SMTP_URL: 'smtp://localhost', PUBLIC_URL: 'https://tickets.example',
};

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
