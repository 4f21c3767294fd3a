import { expect, test } from 'vitest';
import { readPlaceCookie, writePlaceCookie } from './place-cookie.ts';

const place = { lineToken: 'a.b.c', entry: 4, position: null, userId: 'ana' };

test('a place goes into a cookie that no script reads and no foreign form sends, and comes out again', () => {
  const cookie = writePlaceCookie('event', place, true);
  expect(cookie).toMatch(/^catraca\.line\.event=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400; Secure$/);
  expect(readPlaceCookie(cookie.split(';')[0]!.split('=')[1])).toEqual(place);
  expect(writePlaceCookie('event', place, false)).not.toContain('Secure');
});

test('a place of which nobody has asked whose it is, as cookies of before told, is nobody’s', () => {
  const { userId: _whose, ...told } = place;
  expect(readPlaceCookie(Buffer.from('["a.b.c",4,null]').toString('base64url'))).toEqual({ ...told, userId: null });
});

test.each([undefined, '', 'nonsense', Buffer.from('{}').toString('base64url'), Buffer.from('["token",-1,null]').toString('base64url'), Buffer.from('[1,2,3]').toString('base64url'), Buffer.from('["token",1,2,3]').toString('base64url')])('%s is no place', (value) => {
  expect(readPlaceCookie(value)).toBeNull();
});
