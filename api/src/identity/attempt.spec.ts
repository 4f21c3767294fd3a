import { expect, test } from 'vitest';
import { budgetsOf, networkOf } from './attempt.js';

const stranger = { email: 'ana@exemplo.com', address: '203.0.113.7', deviceId: 'phone', knownDevice: false };
const keys = (attempt: typeof stranger) => budgetsOf(attempt).map(({ key }) => key);

test('what strangers try elsewhere uses up nothing of a known device but its own address’s budget', () => {
  const owner = keys({ ...stranger, address: '198.51.100.9', knownDevice: true });
  expect(keys(stranger).filter((key) => owner.includes(key))).toEqual([]);
});

test('one guesser meets the same budgets with every new device', () => {
  expect(keys({ ...stranger, deviceId: 'another' })).toEqual(keys(stranger));
});

test('a guesser with many addresses meets the strangers’ budget of the account', () => {
  expect(keys({ ...stranger, address: '203.0.113.8' }).filter((key) => keys(stranger).includes(key))).toEqual(['strangers ana@exemplo.com']);
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s belongs to the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
