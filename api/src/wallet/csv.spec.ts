import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine, Decimal } from './csv.js';

test('a line is read again as it was written, whatever the text', () => {
  const harmless = fc.string({ unit: 'grapheme' }).filter((text) => !/^[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u.test(text));
  fc.assert(fc.property(fc.array(harmless, { minLength: 2, maxLength: 5 }), (cells) => {
    expect(parse(csvLine(cells), { relax_column_count: true })).toEqual([cells]);
  }));
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =HYPERLINK("http://evil.example")', '＝1+1'])('%j is text to a spreadsheet, not a formula', (text) => {
  const [[cell]] = parse(csvLine([text, 'x'])) as [[string]];
  expect(cell).toBe(`'${text}`);
});

test.each([[0, '0.00'], [5, '0.05'], [-5, '-0.05'], [123_456, '1234.56'], [-100, '-1.00']])('%i cents are %s', (cents, text) => {
  expect(csvLine([new Decimal(cents)])).toBe(`${text}\r\n`);
});
