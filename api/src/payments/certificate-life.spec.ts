import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { daysLeft } from './certificate-life.js';

const pki = join(import.meta.dirname, '../../test/support/pki');
const [client, ca] = ['client.pem', 'ca.pem'].map((name) => readFileSync(join(pki, name), 'utf8')) as [string, string];
const endOf = (pem: string) => new X509Certificate(pem).validToDate.getTime();

test('a certificate has days left, or none', () => {
  expect(daysLeft(client, endOf(client) - 86_400_000 * 30)).toBe(30);
  expect(daysLeft(client, endOf(client) + 3_600_000 * 12)).toBe(-0.5);
});

test('of a chain the first that ends counts', () => {
  const first = Math.min(endOf(client), endOf(ca));
  expect(daysLeft(`${client}\n${ca}`, first)).toBe(0);
  expect(daysLeft(`${ca}\n${client}`, first)).toBe(0);
});

test('what is no certificate has no end', () => {
  expect(daysLeft('', 0)).toBeNull();
  expect(daysLeft('-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----', 0)).toBeNull();
  expect(daysLeft(readFileSync(join(pki, 'client.key'), 'utf8'), 0)).toBeNull();
});
