import { expect, test } from 'vitest';
import { formatInstant } from './instant.tsx';

// 19:05 in São Paulo.
const EVENING = '2026-12-01T22:05:00Z';
const MORNING = '2026-12-01T12:05:00Z';

test('an hour has two digits where a day has twenty-four, and as many as it needs where it has twice twelve', () => {
  const hour = (locale: 'pt' | 'es' | 'en', at: string) => formatInstant(locale, at, 'America/Sao_Paulo', 'time').replaceAll(/\s/g, ' ');
  expect([hour('pt', MORNING), hour('pt', EVENING)]).toEqual(['09:05', '19:05']);
  expect([hour('en', MORNING), hour('en', EVENING)]).toEqual(['9:05 AM', '7:05 PM']);
  expect([hour('es', MORNING), hour('es', EVENING)]).toEqual(['9:05 a. m.', '7:05 p. m.']);
});
