import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BrCode, BrCodeRefused, type BrCodeFlaw, checksum, makeBrCode, parseBrCode } from './br-code.js';

// The manual's own example of a static code, and two of the Pix API document's, which offer a recurring payment (80) beside.
const manual = '00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D';
const documented = [
  ['00020101021226760014br.gov.bcb.pix2554pix.example.com/qr/v2/8b3da2f39a4140d1a91abd93113bd4415204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***80800014br.gov.bcb.pix2558pix.example.com/qr/v2/rec/94ed2badcbc04c15b0bb7fa35319489063047741', 'pix.example.com/qr/v2/8b3da2f39a4140d1a91abd93113bd441'],
  ['00020101021226810014br.gov.bcb.pix2559pix.example.com/qr/v2/cobv/1e6c54d3ec9449b7a7fc53b6b0f998e75204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***80800014br.gov.bcb.pix2558pix.example.com/qr/v2/rec/3ffa640fa4f14080adccb949fa2dc0d06304A441', 'pix.example.com/qr/v2/cobv/1e6c54d3ec9449b7a7fc53b6b0f998e7'],
] as const;

const printable = (lengthMax: number) => fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), minLength: 1, maxLength: lengthMax });
const payee = {
  merchantName: printable(25),
  merchantCity: printable(15),
  amountCents: fc.option(fc.integer({ min: 1, max: 999_999_999_999 }), { nil: undefined }),
};
const staticCode = fc.record({
  kind: fc.constant('static' as const), ...payee, key: printable(40),
  description: fc.option(printable(30), { nil: undefined }), txid: fc.option(fc.stringMatching(/^[a-zA-Z0-9]{1,25}$/), { nil: undefined }),
});
const dynamicCode = fc.record({ kind: fc.constant('dynamic' as const), ...payee, location: printable(77) });
const anyCode = fc.oneof(staticCode, dynamicCode).map((code) => Object.fromEntries(Object.entries(code).filter(([, value]) => value !== undefined)) as unknown as BrCode);

function flawOf(work: () => unknown): BrCodeFlaw | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof BrCodeRefused) return error.flaw;
    throw error;
  }
  return undefined;
}

const sealed = (body: string): string => `${body}6304${checksum(`${body}6304`)}`;

describe('a BR Code', () => {
  test('has the checksum of the specification, with its leading zeros', () => {
    expect(checksum('123456789')).toBe('29B1');
    expect(Array.from({ length: 200 }, (_, index) => checksum(`x${index}`)).find((crc) => crc.startsWith('0'))).toMatch(/^0[0-9A-F]{3}$/);
  });

  test("is made as the manual's example, and read back", () => {
    const code: BrCode = { kind: 'static', key: '123e4567-e12b-12d1-a456-426655440000', merchantName: 'Fulano de Tal', merchantCity: 'BRASILIA' };
    expect(makeBrCode(code)).toBe(manual);
    expect(parseBrCode(manual)).toEqual(code);
  });

  test.each(documented)("of the Pix API's document is read, whatever it offers beside: %s", (text, location) => {
    expect(parseBrCode(text)).toEqual({ kind: 'dynamic', location, merchantName: 'Fulano de Tal', merchantCity: 'BRASILIA' });
  });

  test('says what it was made of', () => {
    fc.assert(fc.property(anyCode, (code) => {
      expect(parseBrCode(makeBrCode(code))).toEqual(code);
    }));
  });

  test('with one byte changed is refused', () => {
    fc.assert(fc.property(anyCode, fc.nat(), fc.integer({ min: 0x20, max: 0x7e }), (code, place, byte) => {
      const text = makeBrCode(code);
      const at = place % text.length;
      const changed = text.slice(0, at) + String.fromCharCode(byte) + text.slice(at + 1);
      fc.pre(changed !== text);
      expect(['checksum', 'structure']).toContain(flawOf(() => parseBrCode(changed)));
    }));
  });

  test('never makes the reader stumble, whatever text it is given', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 600 }), fc.stringMatching(/^\d{0,200}$/).map(sealed)), (text) => {
      expect(() => flawOf(() => parseBrCode(text))).not.toThrow();
    }));
  });

  test('has no accents', () => {
    const code = makeBrCode({ kind: 'dynamic', location: 'pix.example/1', merchantName: 'Bilheteria São João', merchantCity: 'Maceió' });
    expect(parseBrCode(code)).toMatchObject({ merchantName: 'Bilheteria Sao Joao', merchantCity: 'Maceio' });
  });

  const good: BrCode = { kind: 'static', key: 'k@example.com', merchantName: 'N', merchantCity: 'C' };
  test.each<[string, Partial<Record<string, unknown>>, BrCodeFlaw]>([
    ['a name of 26', { merchantName: 'x'.repeat(26) }, 'text'],
    ['a city of 16', { merchantCity: 'x'.repeat(16) }, 'text'],
    ['no name', { merchantName: '' }, 'text'],
    ['a name that ASCII cannot write', { merchantName: '切符' }, 'text'],
    ['a key with a description that do not fit together', { key: 'k'.repeat(60), description: 'd'.repeat(40) }, 'text'],
    ['no money', { amountCents: 0 }, 'amount'],
    ['half a cent', { amountCents: 0.5 }, 'amount'],
    ['a txid with a dash', { txid: 'a-b' }, 'txid'],
  ])('with %s is not made', (_what, wrong, flaw) => {
    expect(flawOf(() => makeBrCode({ ...good, ...wrong }))).toBe(flaw);
  });

  const head = '000201';
  const rest = '520400005303986';
  const tail = '5802BR5901N6001C';
  const account = '26250014br.gov.bcb.pix0103k@e';
  test.each<[string, string, BrCodeFlaw | undefined]>([
    ['another amount form', sealed(`${head}${account}${rest}540510.505802BR5901N6001C`), undefined],
    ['upper-case letters in the name of the Pix', sealed(`${head}${account.toUpperCase()}${rest}${tail}`), undefined],
    ['another arrangement', sealed(`${head}26070003abc${rest}${tail}`), 'not_pix'],
    ['neither key nor location', sealed(`${head}26180014br.gov.bcb.pix${rest}${tail}`), 'not_pix'],
    ['dollars', sealed(`${head}${account}520400005303840${tail}`), 'currency'],
    ['an amount in words', sealed(`${head}${account}${rest}5403ten${tail}`), 'amount'],
    ['one field twice', sealed(`${head}${account}${rest}${tail}6001D`), 'structure'],
    ['a field that ends too soon', sealed(`${head}${account}${rest}${tail}62990503***`), 'structure'],
    ['another format first', sealed(`000202${account}${rest}${tail}`), 'structure'],
    ['no checksum', `${head}${account}${rest}${tail}`, 'structure'],
    ['a checksum in small letters', `${manual.slice(0, -4)}1d3d`, 'structure'],
    ['more than 512 characters', sealed(`${head}${account}${rest}${tail}${['90', '91', '92', '93', '94'].map((id) => `${id}99${'x'.repeat(99)}`).join('')}`), 'length'],
  ])('with %s: %s', (_what, text, flaw) => {
    expect(flawOf(() => parseBrCode(text))).toBe(flaw);
  });
});
