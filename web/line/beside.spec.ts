import { expect, test } from 'vitest';
import { eventOfLine, isOver, newsOf } from './beside.ts';
import { endedBy, type Place, type Serving } from './sight.ts';

const now = Date.parse('2026-12-01T12:00:00Z');
const place = (changes: Partial<Place> = {}): Place => ({ lineToken: 'token', entry: 9, position: 4, state: 'waiting', ...changes });
const line = (changes: Partial<Serving> = {}): Serving => ({ serving: 0, calledPerMinute: 1, state: 'open', remaining: 9, entries: 10, pollAfterMs: 2_000, ...changes });

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

test('a place in a line that is over is none, unless its turn had come or been answered', () => {
  const closed = line({ state: 'closed', serving: 3 });
  expect([isOver(place(), closed, now), isOver(place({ position: null }), closed, now)]).toEqual([true, true]);
  expect(isOver(place({ state: 'called', claimUntil: new Date(now).toISOString() }), closed, now), 'it was not answered in time').toBe(true);
  expect([isOver(place({ state: 'admitted' }), closed, now), isOver(place({ position: 2 }), closed, now)]).toEqual([false, false]);
  for (const state of ['open', 'paused', 'sold_out', 'lottery', 'scheduled'] as const) expect(isOver(place(), line({ state }), now), state).toBe(false);
});

test('a refusal ends a place that there is none of, and not one that somebody else must ask for', () => {
  expect(['line.left', 'line.turn_missed', 'line.place_unknown', 'platform.token_refused'].map((code) => endedBy({ code }))).toEqual(['left', 'missed', 'lost', 'lost']);
  for (const code of ['line.not_yours', 'line.not_found', 'platform.not_signed_in', 'platform.invalid_input', 'platform.overloaded']) expect(endedBy({ code }), code).toBeNull();
});

test.each([['/pt/events/e-1/line', 'e-1'], ['/pt/events/e-1/choose', null], ['/pt/events/e-1/line/plain', null], ['/pt/tickets', null]])('%s leads to the line of %s', (address, event) => {
  expect(eventOfLine(address)).toBe(event);
});
