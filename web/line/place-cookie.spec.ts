import { expect, test } from 'vitest';
import { readPlaceCookie, writePlaceCookie } from './place-cookie.ts';

const place = { lineToken: 'a.b.c', entry: 4, position: null };

test('a place goes into a cookie that no script reads and no foreign form sends, and comes out again', () => {
  const cookie = writePlaceCookie('event', place, true);
  expect(cookie).toMatch(/^catraca\.line\.event=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400; Secure$/);
  expect(readPlaceCookie(cookie.split(';')[0]!.split('=')[1])).toEqual(place);
  expect(writePlaceCookie('event', place, false)).not.toContain('Secure');
});

test.each([undefined, '', 'nonsense', Buffer.from('{}').toString('base64url'), Buffer.from('["token",-1,null]').toString('base64url'), Buffer.from('[1,2,3]').toString('base64url')])('%s is no place', (value) => {
  expect(readPlaceCookie(value)).toBeNull();
});
