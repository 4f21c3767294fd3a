import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { PaymentsModule } from '#payments';
import { gatewayConfig } from '../../test/support/simulators.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { CertificateJob } from './certificate.job.js';

const DAY_MS = 86_400_000;
const pem = (name: string) => readFileSync(join(import.meta.dirname, '../../test/support/pki', name), 'utf8');
const endsAt = new X509Certificate(pem('client.pem')).validToDate.getTime();

let house: TestHouse;
beforeAll(async () => {
  const secrets = { apiKey: 'key', webhookSecret: 'webhook-secret-of-a-test' };
  const bank = { ...gatewayConfig('pix', 'http://127.0.0.1:9', secrets), certificate: pem('client.pem'), key: pem('client.key') };
  const without = { ...gatewayConfig('pix', 'http://127.0.0.1:9', secrets), name: 'proxied' };
  house = await startHouse(await TestDatabase.create(), [PaymentsModule, sessionsByDecree({})], { GATEWAYS: JSON.stringify([bank, without]), LOG_LEVEL: 'silent' });
});

test('a certificate that ends within thirty days is warned of, a later one and none are not', () => {
  const job = house.app.get(CertificateJob);
  expect(job.warn(endsAt - 31 * DAY_MS)).toEqual([]);
  expect(job.warn(endsAt - 29 * DAY_MS)).toEqual([{ gateway: 'pix', days: 29 }]);
  expect(job.warn(endsAt + DAY_MS)).toEqual([{ gateway: 'pix', days: -1 }]);
});

test('how long each is good for stands among the metrics', async () => {
  const metrics = await (await fetch(`${house.url}/metrics`)).text();
  const told = [...metrics.matchAll(/^catraca_gateway_certificate_days\{gateway="(\w+)"\} (\S+)$/gm)].map(([, gateway, days]) => [gateway, Math.round(Number(days))]);
  expect(told).toEqual([['pix', Math.round((endsAt - Date.now()) / DAY_MS)]]);
});
