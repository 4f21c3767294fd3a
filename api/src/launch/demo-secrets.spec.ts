import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Config } from '#platform';
import { demoSecrets } from './demo-secrets.js';
import { gatewaySettings } from './simulators.js';

const folder = mkdtempSync(join(tmpdir(), 'catraca-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'demo-secrets.json');

test('secrets are made once and then stay', () => {
  expect(demoSecrets(file)).toEqual(demoSecrets(file));
  expect(demoSecrets(file)).not.toEqual(demoSecrets(join(folder, 'another.json')));
});

test.skipIf(process.platform === 'win32')('only their owner reads them', () => {
  demoSecrets(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('the API takes them as they are', () => {
  const secrets = demoSecrets(file);
  for (const [index, simulator] of secrets.simulators.entries()) simulator.port = 4000 + index;
  const config = Config.parse({
    CATRACA_MODE: 'demo',
    DATABASE_URL: 'postgres://127.0.0.1/catraca',
    SIGNING_KEYS: secrets.signingKeys,
    GATEWAYS: JSON.stringify(gatewaySettings(secrets.simulators)),
  });
  expect(config.gateways.map(({ name, kind, baseUrl, sandbox }) => [name, kind, baseUrl, sandbox])).toEqual([
    ['aurora', 'simulator', 'http://127.0.0.1:4000', true], ['bonanza', 'simulator', 'http://127.0.0.1:4001', true], ['pix', 'pix', 'http://127.0.0.1:4002', true],
  ]);
});

test('a folder of former times keeps what it has and gets the bank besides', () => {
  const former = join(folder, 'former.json');
  const { signingKeys, simulators } = demoSecrets(join(folder, 'whole.json'));
  writeFileSync(former, JSON.stringify({ signingKeys, simulators: simulators.slice(0, 2) }));
  const now = demoSecrets(former);
  expect(now).toMatchObject({ signingKeys, simulators: [...simulators.slice(0, 2), { name: 'pix' }] });
  expect(now.simulators[2]).not.toEqual(simulators[2]);
  expect(demoSecrets(former)).toEqual(now);
});
