import fc from 'fast-check';
import { expect, test } from 'vitest';
import { returnPath } from './return-path.js';

test.each(['/', '/pt', '/pt/checkout/019aa000', '/es/orders?after=1', '/en/tickets#019aa000', '/pt/events?city=S%C3%A3o+Paulo', '/en/sign-in?return=%2F%2Fevil.example'])('%s is a page of this site', (path) => {
  expect(returnPath(path)).toBe(path);
});

test('a path is written as browsers write it', () => {
  expect([returnPath('/pt/são'), returnPath('/pt/../en')]).toEqual(['/pt/s%C3%A3o', '/en']);
});

test.each([
  ['another site', 'https://evil.example'], ['another site over the same scheme', '//evil.example'], ['another site by a backslash', String.raw`/\evil.example`], ['two backslashes', String.raw`\\evil.example`],
  ['a tab before the second slash', '/\t/evil.example'], ['a line break', '/\n/evil.example'], ['a way up that leaves two slashes', '/a/..//evil.example'], ['a hidden way up', '/%2e%2e//evil.example'],
  ['a backslash further in', String.raw`/a/..\\evil.example`], ['a script', 'javascript:alert(1)'], ['a header', '/pt\r\nset-cookie: a=b'], ['no path', 'evil'], ['nothing', ''], ['the API', '/api/v1/auth/oidc'],
  ['the API by another way', '/pt/../api/v1/me'], ['a book', `/${'a'.repeat(500)}`], ['what grows to a book as it is written', `/${'ã'.repeat(200)}`],
])('%s is none: %s', (_what, path) => {
  expect(returnPath(path)).toBeNull();
});

test('whatever is let through stays on this site, however a browser reads it', () => {
  const pieces = fc.array(fc.constantFrom('/', '\\', '.', '..', '%2e', '%2f', '%5c', '@', ':', 'evil.example', '?', '#', '\t', '\n', '\0', ' ', 'a', 'https:', '[', 'é'), { maxLength: 12 });
  fc.assert(fc.property(pieces, (parts) => {
    const path = returnPath(`/${parts.join('')}`);
    return path === null || (new URL(path, 'https://tickets.example/api/v1/auth/oidc/callback').origin === 'https://tickets.example' && returnPath(path) === path);
  }), { numRuns: 5_000 });
});
