import { expect, test } from 'vitest';
import { readCpf } from './cpf.js';

test('a CPF is read with or without its points and dash', () => {
  expect(readCpf('529.982.247-25')).toBe('52998224725');
  expect(readCpf('52998224725')).toBe('52998224725');
  expect(readCpf('111.444.777-35')).toBe('11144477735');
});

test('a check digit of ten counts as zero', () => {
  expect(readCpf('10000002810')).toBe('10000002810');
});

test('repeated digits, other lengths and stray signs are no CPF', () => {
  for (const text of ['', '000.000.000-00', '11111111111', '5299822472', '529982247255', '529 982 247 25', '529.982.247-2५']) {
    expect(readCpf(text), text).toBeNull();
  }
});

test('changing any one digit of a CPF makes it none', () => {
  const digits = Array.from('52998224725', Number);
  for (const [place, digit] of digits.entries()) {
    for (let shift = 1; shift <= 9; shift++) {
      expect(readCpf(digits.with(place, (digit + shift) % 10).join(''))).toBeNull();
    }
  }
});
