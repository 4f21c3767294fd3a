import { expect, test } from 'vitest';
import { eventOfLine, newsOf } from './beside.ts';
import type { Place, Serving } from './sight.ts';

const now = Date.parse('2026-12-01T12:00:00Z');
const place = (changes: Partial<Place> = {}): Place => ({ lineToken: 'token', entry: 9, position: 4, state: 'waiting', ...changes });
const line = (changes: Partial<Serving> = {}): Serving => ({ serving: 0, calledPerMinute: 1, state: 'open', remaining: 9, pollAfterMs: 2_000, ...changes });

test('beside the line one hears of the turn, by the number or as the box office told it, and while it may be answered', () => {
  expect(newsOf(place(), line({ serving: 4 }), now)).toBeNull();
  expect(newsOf(place(), line({ serving: 5 }), now)).toBe('called');
  expect(newsOf(place({ state: 'called', claimUntil: new Date(now + 1).toISOString() }), line(), now)).toBe('called');
  expect(newsOf(place({ state: 'called', claimUntil: new Date(now).toISOString() }), line({ serving: 5 }), now)).toBeNull();
  expect(newsOf(place({ state: 'admitted' }), line({ state: 'sold_out' }), now), 'what was claimed is theirs').toBe('called');
});

test('beside the line one hears that everything is sold, but not of a pause', () => {
  expect(newsOf(place(), line({ state: 'sold_out' }), now)).toBe('soldOut');
  expect(newsOf(place(), line({ state: 'paused' }), now)).toBeNull();
});

test('beside the line one hears that the draw has been made', () => {
  const undrawn = place({ position: null });
  expect([newsOf(undrawn, line({ state: 'scheduled' }), now), newsOf(undrawn, line({ state: 'lottery' }), now), newsOf(undrawn, line(), now)]).toEqual([null, null, 'drawn']);
});

test.each([['/pt/events/e-1/line', 'e-1'], ['/pt/events/e-1/choose', null], ['/pt/events/e-1/line/plain', null], ['/pt/tickets', null]])('%s leads to the line of %s', (address, event) => {
  expect(eventOfLine(address)).toBe(event);
});
