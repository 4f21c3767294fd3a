import { expect, test } from 'vitest';
import { mistakeIn, refusedFields } from './fields.ts';

test('a password is measured in signs, and nothing else is asked of it', () => {
  expect(['', 'curta', '🎟🎟🎟🎟🎟', 'uma frase curta', 'a'.repeat(128), 'a'.repeat(129)].map(mistakeIn.newPassword)).toEqual(['missing', 'short-password', 'short-password', undefined, undefined, 'long-password']);
});

test('an address that cannot be one is told while it is typed', () => {
  expect(['', 'ana', 'ana@exemplo', ' ana@exemplo.com.br '].map(mistakeIn.email)).toEqual(['missing', 'bad-email', 'bad-email', undefined]);
});

test('a name is not an advertisement', () => {
  expect(['', ' ', 'Ana Souza', 'https://evil.example', 'a'.repeat(101)].map(mistakeIn.name)).toEqual(['missing', 'missing', undefined, 'bad-name', 'bad-name']);
});

test('fields that the box office refused are found by their paths', () => {
  expect(refusedFields('platform.invalid_request', { problems: [{ path: 'body.email', message: 'is no e-mail address' }, { path: '', message: 'x' }] })).toEqual(['email', '']);
  expect(refusedFields('identity.email_taken', {})).toEqual([]);
});
