import { expect, it } from 'vitest';
import { withdrawalUntil } from './withdrawal.ts';

const rule = { withdrawalDays: 7, withdrawalHoursBefore: 48, startsAt: '2026-12-24T23:00:00.000Z', timezone: 'America/Sao_Paulo' };

it('lasts to the end of the last day where the show is', () => {
  expect(withdrawalUntil('2026-11-26T12:00:00.000Z', rule)?.toISOString()).toBe('2026-12-04T03:00:00.000Z');
  // Two in the morning in Greenwich is still the evening before in São Paulo.
  expect(withdrawalUntil('2026-11-26T02:00:00.000Z', rule)?.toISOString()).toBe('2026-12-03T03:00:00.000Z');
});

it('ends before the show in any case', () => {
  expect(withdrawalUntil('2026-12-20T12:00:00.000Z', rule)?.toISOString()).toBe('2026-12-22T23:00:00.000Z');
});

it('is nothing where the event allows none', () => {
  expect(withdrawalUntil('2026-11-26T12:00:00.000Z', { ...rule, withdrawalDays: 0 })).toBeNull();
});
