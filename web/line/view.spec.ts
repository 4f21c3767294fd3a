import { expect, test } from 'vitest';
import words from '#words/en.json' with { type: 'json' };
import { clock } from './figures.ts';
import { type Place, type Serving, type Sight, stopOf } from './sight.ts';
import { viewOf } from './view.ts';

const newServing = (over: Partial<Serving> = {}): Serving => ({ serving: 1_000, calledPerMinute: 100, state: 'open', remaining: 50_000, entries: 60_000, pollAfterMs: 1_000, ...over });
const newPlace = (over: Partial<Place> = {}): Place => ({ lineToken: 'token', entry: 41, position: 1_600, state: 'waiting', ...over });
const now = Date.parse('2026-12-01T12:00:00Z');
const paces = Array.from({ length: 31 }, (_, index) => ({ at: now - 300_000 + index * 10_000, calledPerMinute: 100 }));
const newSight = (over: Partial<Sight> = {}): Sight => ({ place: newPlace(), serving: newServing(), stop: null, signedIn: false, opensAt: now - 60_000, now, paces, ticketLimit: 2, ...over });
const view = (over: Partial<Sight> = {}) => viewOf(newSight(over), words.line.live, 'en', 24);
const fact = (over: Partial<Sight>, name: string) => view(over).facts.find((each) => each.name === name)?.value;

test('whoever waits sees place, people ahead, estimate, tickets, and what they mean', () => {
  expect(view()).toMatchObject({ scene: 'waiting', figure: { value: '600', label: 'people ahead of you' }, step: null, canLeave: true, title: '600 ahead' });
  expect(view().facts.map(({ name, value }) => [name, value])).toEqual([['place', '1,601'], ['calledSoFar', '1,000'], ['wait', 'between 5 min and 7 min'], ['remaining', '50,000']]);
  expect(view().outlook).toBe(words.line.live.chanceEnough);
  expect(view({ serving: newServing({ remaining: 700 }) }).outlook).toContain('up to 2');
  expect(view({ place: newPlace({ position: 1_000 }), serving: newServing({ remaining: 1_200, calledPerMinute: 0 }) }).outlook, 'nothing that can be told').toBeNull();
  expect(view({ serving: newServing({ remaining: 300 }) }).outlook).toBe(words.line.live.chanceFewer);
});

test('one person ahead is one person, and nobody ahead is next', () => {
  expect(view({ place: newPlace({ position: 1_001 }) }).figure).toEqual({ value: '1', label: 'person ahead of you' });
  expect(view({ place: newPlace({ position: 1_000 }) })).toMatchObject({ scene: 'next', figure: { value: '0' } });
});

test('a line that stands gives no estimate', () => {
  expect(fact({ serving: newServing({ heldBack: true }) }, 'wait')).toBe('we cannot tell yet');
  expect(fact({ serving: newServing({ state: 'paused' }) }, 'wait')).toBe('we cannot tell yet');
  expect(view({ serving: newServing({ heldBack: true }) }).sentence).toBe(words.line.live.heldBack);
});

test('before the opening the clock runs, in or out of the lottery', () => {
  const opensAt = now + 3_723_000;
  expect(view({ opensAt, place: null, serving: newServing({ state: 'scheduled' }) })).toMatchObject({ scene: 'scheduled', figure: { value: '1:02:03' }, canLeave: false });
  expect(view({ opensAt, place: newPlace({ position: null }), serving: newServing({ state: 'lottery' }) })).toMatchObject({ scene: 'entered', figure: { value: '1:02:03' } });
  expect(fact({ opensAt, place: newPlace({ position: null }), serving: newServing({ state: 'lottery' }) }, 'entry')).toBe('42');
  expect(view({ place: newPlace({ position: null }), serving: newServing({ state: 'lottery' }) }).scene).toBe('drawing');
});

test('a turn comes with the serving number, has an end, and comes once more', () => {
  const place = newPlace({ position: 999 });
  expect(view({ place })).toMatchObject({ scene: 'called', step: { name: 'claim' }, figure: null, title: 'It is your turn' });
  const called: Place = { ...place, state: 'called', claimUntil: new Date(now + 90_000).toISOString() };
  expect(view({ place: called }).figure).toEqual({ value: '1:30', label: words.line.live.toAnswer });
  expect(view({ place: called, now: now + 90_000 }).scene).toBe('lapsed');
  expect(view({ place: { ...place, state: 'lapsed' } })).toMatchObject({ scene: 'lapsed', step: null, canLeave: true });
  expect(view({ place: called, serving: newServing({ state: 'closed' }) }).scene, 'a call that stands runs out').toBe('called');
  expect(view({ place: { ...place, state: 'admitted' }, serving: newServing({ state: 'sold_out' }) })).toMatchObject({ scene: 'admitted', step: { name: 'proceed' } });
});

test('sold out is said the moment it is, with or without a place', () => {
  expect(view({ serving: newServing({ state: 'sold_out', remaining: 0 }) })).toMatchObject({ scene: 'soldOut', figure: { value: 'Sold out' }, canLeave: true, title: 'Sold out' });
  expect(view({ place: null, serving: newServing({ state: 'sold_out' }) })).toMatchObject({ scene: 'soldOut', canLeave: false });
  expect(view({ place: newPlace({ state: 'lapsed' }), serving: newServing({ state: 'sold_out' }) }).scene).toBe('soldOut');
});

test.each([
  ['line.turn_missed', 'missed', 'again'], ['line.left', 'left', 'again'], ['line.place_unknown', 'lost', 'again'], ['line.not_yours', 'notYours', 'signIn'], ['line.not_found', 'noLine', 'choose'],
  ['platform.not_signed_in', 'signIn', 'signIn'], ['line.verified_account_required', 'verify', 'verified'],
])('%s is said kindly, with what to do', (code, scene, step) => {
  expect(view({ place: null, stop: stopOf(code) })).toMatchObject({ scene, step: { name: step } });
});

test('whoever is signed in to another account than the place may enter with their own', () => {
  expect(view({ stop: 'notYours', signedIn: true })).toMatchObject({ scene: 'anothers', sentence: words.line.live.anothers, step: { name: 'enter', label: words.line.live.enter }, canLeave: false, title: words.line.live.anothersTitle });
  for (const signedIn of [false, undefined]) expect(view({ stop: 'notYours', signedIn }), 'who may not be').toMatchObject({ scene: 'notYours', step: { name: 'signIn' } });
});

test('a refusal that passes by itself stops nobody', () => {
  expect(['platform.overloaded', 'line.not_yet', 'platform.too_many_requests'].map(stopOf)).toEqual([null, null, null]);
});

test.each([[0, '0:00'], [1, '0:01'], [59_001, '1:00'], [61_000, '1:01'], [3_600_000, '1:00:00'], [172_799_000, '47:59:59'], [180_000_000, '2 d 2 h']])('%i ms are told as %s', (ms, text) => {
  expect(clock(ms, words.line.live)).toBe(text);
});
