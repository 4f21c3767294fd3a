import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseEmail, normaliseName, passwordLengthFits } from './account.js';

describe('an e-mail address', () => {
  test('is stored in one form', () => {
    expect(normaliseEmail('  Ana.Souza+Show@Exemplo.COM.br ')).toBe('ana.souza+show@exemplo.com.br');
    expect(normaliseEmail('JOSÉ@exemplo.com')).toBe(normaliseEmail('jose\u0301@exemplo.com'));
  });

  test('has its domain in ASCII, so that two spellings are one account', () => {
    expect(normaliseEmail('ana@München.example')).toBe('ana@xn--mnchen-3ya.example');
  });

  test.each([
    '', '@', 'ana', 'ana@', '@exemplo.com', 'ana@localhost', 'ana@@exemplo.com', 'a b@exemplo.com', 'ana@exemplo..com', '.ana@exemplo.com',
    'ana.@exemplo.com', 'ana@-exemplo.com', 'ana@exemplo.com\r\nBcc: x@y.com', 'ana@[127.0.0.1]', '"ana"@exemplo.com', 'ana@127.0.0.1',
    `${'a'.repeat(65)}@exemplo.com`, `ana@${'a.'.repeat(130)}com`, 'ana\u0000@exemplo.com', 'ana@exemplo.com,beto@exemplo.com', '<ana@exemplo.com>', 'ana@Rehearsal.INVALID',
  ])('is refused when it is none: %j', (given) => {
    expect(normaliseEmail(given)).toBeNull();
  });

  test('normalises to itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string()), (given) => {
        const email = normaliseEmail(given);
        return email === null || normaliseEmail(email) === email;
      }),
    );
  });
});

describe('a name', () => {
  test('is composed and has single spaces', () => {
    expect(normaliseName('  Joa\u0303o   da\tSilva ')).toBe('João da Silva');
    expect(normaliseName("Seán O'Brien-Ñandú 王")).toBe("Seán O'Brien-Ñandú 王");
  });

  test.each(['', '   ', 'a\nb', 'a\u0000b', 'a\u202eb', 'a\ud800', 'win at https://casino.example', 'x'.repeat(101)])('is refused when it cannot be printed: %j', (given) => {
    expect(normaliseName(given)).toBeNull();
  });
});

describe('a password', () => {
  test('needs only length', () => {
    expect(passwordLengthFits('aaaaaaaaaa')).toBe(true);
    expect(passwordLengthFits('123456789')).toBe(false);
    expect(passwordLengthFits('x'.repeat(128))).toBe(true);
    expect(passwordLengthFits('x'.repeat(129))).toBe(false);
  });

  test('is measured in signs, not in bytes or half pairs', () => {
    expect(passwordLengthFits('🎸🎸🎸🎸🎸')).toBe(false);
    expect(passwordLengthFits('🎸🎸🎸🎸🎸🎸🎸🎸🎸🎸')).toBe(true);
  });
});
