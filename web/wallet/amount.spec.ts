import { expect, it } from 'vitest';
import { readAmount } from './amount.ts';

it('is read as people write it', () => {
  expect(['50', '50,5', '50.05', '1.234,56', '1,234.56', 'R$ 1.000', '0,01', ' 7 '].map(readAmount)).toEqual([5_000, 5_050, 5_005, 123_456, 123_456, 100_000, 1, 700]);
});

it('is not guessed where it could mean two things or nothing', () => {
  for (const text of ['', 'abc', '-5', '5,', '1.23.4', '12,3456', '1e3', '9'.repeat(30)]) expect(readAmount(text)).toBeNull();
});
