import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { forgeries } from './bots.ts';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const sign = (text: string): string => createHmac('sha256', 'key').update(text).digest('base64url');
const token = (() => {
  const text = `${part({ alg: 'HS256' })}.${part({ entry: 4_711, event: 'e' })}`;
  return `${text}.${sign(text)}`;
})();

test('a forgery claims another place, or the same under a signature that is not the house’s', () => {
  const [other, altered, unsigned] = forgeries(token).map((forged) => forged.split('.')) as [string[], string[], string[]];
  const claims = ([, payload]: string[]) => JSON.parse(Buffer.from(payload!, 'base64url').toString()) as unknown;
  expect(claims(other)).toEqual({ entry: 0, event: 'e' });
  expect(claims(altered)).toEqual({ entry: 4_711, event: 'e' });
  expect(JSON.parse(Buffer.from(unsigned[0]!, 'base64url').toString())).toMatchObject({ alg: 'none' });
  for (const [header, payload, signature] of [other, altered, unsigned]) expect(signature).not.toBe(sign(`${header}.${payload}`));
});
