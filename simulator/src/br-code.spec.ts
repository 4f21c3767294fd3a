import { expect, test } from 'vitest';
import { brCode, crc16 } from './br-code.ts';

test('the CRC is the one of the specification', () => {
  expect(crc16('123456789')).toBe('29B1');
});

test('a CRC keeps its leading zeros', () => {
  const short = Array.from({ length: 200 }, (_, index) => crc16(`x${index}`)).find((crc) => crc.startsWith('0'));
  expect(short).toMatch(/^0[0-9A-F]{3}$/);
});

test('a dynamic code reads back field by field and ends with its CRC', () => {
  const code = brCode({ name: 'Bilheteria São João da Boa Vista', city: 'São José do Rio Preto' }, 'pix.example/qr/v2/abc');
  const fields = new Map<string, string>();
  for (let at = 0; at < code.length;) {
    const length = Number(code.slice(at + 2, at + 4));
    fields.set(code.slice(at, at + 2), code.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  expect(Object.fromEntries(fields)).toMatchObject({ '00': '01', '01': '12', '52': '0000', '53': '986', '58': 'BR', '62': '0503***' });
  expect(fields.get('26')).toBe('0014br.gov.bcb.pix2521pix.example/qr/v2/abc');
  expect(fields.get('59')).toBe('Bilheteria Sao Joao da Bo');
  expect(fields.get('60')).toHaveLength(15);
  expect(fields.get('63')).toBe(crc16(code.slice(0, -4)));
});
