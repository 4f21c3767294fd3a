import { expect, test } from 'vitest';
import { path, preferred } from './locales.ts';

test('a browser gets the language it wishes for most', () => {
  expect(preferred('fr, en;q=0.8, es;q=0.9')).toBe('es');
  expect(preferred('en-GB,en;q=0.9')).toBe('en');
  expect(preferred('pt-PT')).toBe('pt');
});

test('who wishes for nothing we speak gets Portuguese', () => {
  expect(preferred(undefined)).toBe('pt');
  expect(preferred('de, *;q=0.1')).toBe('pt');
  expect(preferred('en;q=0')).toBe('pt');
});

test('the home page of a language has no slash at its end', () => {
  expect(path('pt', '/')).toBe('/pt');
  expect(path('es', '/tickets')).toBe('/es/tickets');
});
