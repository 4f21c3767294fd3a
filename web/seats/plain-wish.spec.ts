import { expect, test } from 'vitest';
import { keepWish, readWish, wishOfForm } from './plain-wish.ts';

const wish = { type: 'full', quantity: 2, accessible: true, key: 'k-1', times: 3 };
const cookies = (header: string) => ({ get: (name: string) => (header.startsWith(`${name}=`) ? { value: header.slice(name.length + 1).split(';')[0]! } : undefined) });

test('a wish that waits is read back as it was kept, of its own event alone', () => {
  const header = keepWish('event', wish, true);
  expect(header).toMatch(/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
  expect(readWish('event', cookies(header))).toEqual(wish);
  expect(readWish('other', cookies(header))).toBeNull();
});

test.each(['', '[]', '{}', '["full","2",true,"k",0]', '["full",2,true,"k"]', 'x'.repeat(5_000)])('%.30s is no wish', (text) => {
  expect(readWish('event', cookies(`catraca.wish.event=${Buffer.from(text).toString('base64url')}`))).toBeNull();
});

test('the same wish once more is the same purchase, and another one is not', () => {
  expect(wishOfForm('type=full&quantity=2&accessible=yes&key=k-2', wish)).toEqual({ ...wish, times: 0 });
  expect(wishOfForm('type=full&quantity=3&accessible=yes&key=k-2', wish)).toMatchObject({ quantity: 3, key: 'k-2' });
  expect(wishOfForm('type=half&quantity=1&key=k-2', null)).toEqual({ type: 'half', quantity: 1, accessible: false, key: 'k-2', times: 0 });
});
