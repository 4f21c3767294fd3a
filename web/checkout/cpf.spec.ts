import { expect, it } from 'vitest';
import { isCpf, writtenCpf } from './cpf.ts';

it('knows a CPF by its check digits, with or without points', () => {
  for (const good of ['123.456.789-09', '12345678909', '529.982.247-25']) expect(isCpf(good)).toBe(true);
  for (const bad of ['', '123.456.789-00', '111.111.111-11', '1234567890', '123456789099']) expect(isCpf(bad)).toBe(false);
});

it('is written as people write it while it is typed', () => {
  expect(['1', '1234', '1234567', '12345678909', '123.456.789-0', '123456789091'].map(writtenCpf)).toEqual(['1', '123.4', '123.456.7', '123.456.789-09', '123.456.789-0', '123.456.789-09']);
});
