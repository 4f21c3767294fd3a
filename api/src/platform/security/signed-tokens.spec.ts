import { expect, test } from 'vitest';
import { TokenRefused } from '../errors.js';
import type { Config } from '../config.js';
import { Keyring } from './keyring.js';
import { SignedTokens } from './signed-tokens.js';

const secret = (byte: number) => Buffer.alloc(32, byte);
const houseWith = (...keys: [string, number][]) =>
  new SignedTokens(new Keyring({ signingKeys: keys.map(([kid, byte]) => ({ kid, secret: secret(byte) })) } as Config));

const house = houseWith(['a', 1]);
const inAMinute = () => new Date(Date.now() + 60_000);
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('what was signed is read back', () => {
  expect(house.verify('line', house.sign('line', { entry: 7 }, inAMinute()))).toMatchObject({ entry: 7 });
});

test('whoever keeps the old key behind the new one still reads what it signed', () => {
  const old = house.sign('line', { entry: 7 });
  const rotated = houseWith(['b', 2], ['a', 1]);
  expect(rotated.verify('line', old)).toMatchObject({ entry: 7 });
  expect(() => house.verify('line', rotated.sign('line', { entry: 7 }))).toThrow(TokenRefused);
});

test('an altered, expired, unsigned, foreign or strange token is refused', () => {
  const token = house.sign('line', { entry: 7 });
  const [header, , signature] = token.split('.') as [string, string, string];
  const refused = {
    'another place': `${header}.${encoded({ entry: 0 })}.${signature}`,
    'no signature': `${encoded({ alg: 'none', typ: 'JWT', kid: 'a' })}.${encoded({ entry: 0 })}.`,
    'another purpose': house.sign('admission', { entry: 7 }),
    "another house's key of the same name": houseWith(['a', 9]).sign('line', { entry: 7 }),
    'a minute too old': house.sign('line', { entry: 7 }, new Date(Date.now() - 60_000)),
    'nothing': '',
    'not a token': 'a.b',
    'longer than any of ours': `${token}${'x'.repeat(3_000)}`,
  };
  for (const [why, given] of Object.entries(refused)) expect(() => house.verify('line', given), why).toThrow(TokenRefused);
});
