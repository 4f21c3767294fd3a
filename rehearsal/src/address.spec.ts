import { expect, test } from 'vitest';
import { officeAt } from './address.ts';

test.each(['https://tickets.example.org', 'http://localhost:3000', 'http://127.0.0.1:3000', 'http://10.1.2.3', 'http://172.31.0.1', 'http://192.168.0.10', 'http://[::1]:3000', 'http://[fd00::1]'])('a token may go to %s', (given) => {
  expect(officeAt(given, false).href).toBe(new URL(given).href);
});

test.each(['http://tickets.example.org', 'http://203.0.113.7', 'http://172.32.0.1', 'http://[2001:db8::1]', 'http://localhost.example.org', 'http://10.example.org'])('over the open net it needs https or a word: %s', (given) => {
  expect(() => officeAt(given, false)).toThrow('https');
  expect(officeAt(given, true).href).toBe(new URL(given).href);
});

test.each(['tickets', 'ftp://tickets.example.org'])('%s is no address of a box office', (given) => {
  expect(() => officeAt(given, true)).toThrow('not the address');
});
