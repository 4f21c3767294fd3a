import { expect, test } from 'vitest';
import { isOwnForm } from './same-origin.ts';

test.each<[string, Record<string, string>, boolean]>([
  ['our own page', { 'sec-fetch-site': 'same-origin', origin: 'https://tickets.example', host: 'tickets.example' }, true],
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', host: 'tickets.example' }, false],
  ['a neighbour below the same domain', { 'sec-fetch-site': 'same-site', host: 'tickets.example' }, false],
  ['an older browser on our page', { origin: 'https://tickets.example', host: 'tickets.example' }, true],
  ['an older browser behind a proxy', { origin: 'https://tickets.example', host: '127.0.0.1:4000', 'x-forwarded-host': 'tickets.example' }, true],
  ['an older browser elsewhere', { origin: 'https://evil.example', host: 'tickets.example' }, false],
  ['a page that hides where it is', { origin: 'null', host: 'tickets.example' }, false],
  ['a program', { host: 'tickets.example' }, true],
])('a form of %s', (_, headers, own) => {
  expect(isOwnForm(new Headers(headers))).toBe(own);
});
