import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '#test/any-text.ts';
import { asksForAnything, readFilters, toQuery, toSearch, type Filters } from './filters.ts';

const nothing: Filters = { search: '', city: '', kind: '', from: '', to: '', after: '' };

describe('the filters of an address', () => {
  test('are read, and say the same address again', () => {
    const filters = readFilters({ search: '  trovão do sul ', city: 'São Paulo', kind: 'concert', from: '2026-05-01', to: '2026-05-31', after: 'abc_-9' });
    expect(filters).toEqual({ search: 'trovão do sul', city: 'São Paulo', kind: 'concert', from: '2026-05-01', to: '2026-05-31', after: 'abc_-9' });
    expect(readFilters(Object.fromEntries(new URLSearchParams(toSearch(filters))))).toEqual(filters);
  });

  test('leave out what cannot be meant', () => {
    expect(readFilters({ kind: 'opera', from: '2026-02-30', to: 'tomorrow', after: 'a b', other: 'x' })).toEqual(nothing);
    expect(readFilters({ search: ['first', 'second'], city: 'a\u0000b' })).toEqual({ ...nothing, search: 'first', city: 'a b' });
    expect(readFilters({ search: 'x'.repeat(500) }).search).toHaveLength(200);
  });

  test('turn two days around that were given the wrong way', () => {
    expect(readFilters({ from: '2026-05-31', to: '2026-05-01' })).toMatchObject({ from: '2026-05-01', to: '2026-05-31' });
  });

  test('ask the API for whole days of Brazil, the last one included', () => {
    expect(toQuery({ ...nothing, from: '2026-05-01', to: '2026-12-31' })).toEqual({ limit: 24, from: '2026-05-01T00:00:00-03:00', to: '2027-01-01T00:00:00-03:00' });
    expect(toQuery({ ...nothing, after: 'c' })).toEqual({ limit: 24, cursor: 'c' });
  });

  test('that are empty make no address, and are told from the ones that ask', () => {
    expect(toSearch(nothing)).toBe('');
    expect(asksForAnything({ ...nothing, after: 'c' })).toBe(false);
    expect(asksForAnything({ ...nothing, kind: 'dance' })).toBe(true);
  });

  test('whatever is typed stays within what the API takes', () => {
    fc.assert(fc.property(fc.record({ search: anyText, city: anyText, from: fc.string(), to: fc.string(), after: fc.string() }), (params) => {
      const { search, city, from, to } = readFilters(params);
      for (const text of [search, city]) expect(text.length <= 200 && !/[\p{Cc}\p{Cs}]/u.test(text)).toBe(true);
      for (const day of [from, to]) expect(day).toMatch(/^(?:2[01]\d\d-\d\d-\d\d)?$/);
    }));
  });
});
