import { expect, test } from 'vitest';
import { after, contradiction, searchWords, type EventAct } from './event.js';
import { publicationMistakes, type PublicationCandidate } from './publication.js';
import type { EventState } from './sale-terms.js';
import { layOut } from './seating.js';
import { noAccessibility } from './seating-plan.js';

const states: EventState[] = ['draft', 'published', 'postponed', 'cancelled', 'closed'];
const acts: EventAct[] = ['publish', 'postpone', 'cancel', 'close'];

test('each act leads from where it may, and from nowhere else', () => {
  const table = Object.fromEntries(states.map((state) => [state, acts.map((act) => after(act, state))]));
  expect(table).toEqual({
    draft: ['published', null, 'cancelled', null],
    published: [null, 'postponed', 'cancelled', 'closed'],
    postponed: ['published', null, 'cancelled', 'closed'],
    cancelled: [null, null, null, null],
    closed: [null, null, null, null],
  });
});

test('terms contradict each other in four ways', () => {
  const terms = { lineRequired: true, drawAtOpening: true, publicDrawValueName: 'Loteria Federal', sessionTicketLimit: 2, buyerTicketLimit: 2, saleStartsAt: null, saleEndsAt: null };
  const at = new Date('2026-12-01T12:00:00Z');
  expect(contradiction(terms)).toBeNull();
  expect(contradiction({ ...terms, lineRequired: false })).toBe('draw_needs_a_line');
  expect(contradiction({ ...terms, drawAtOpening: false })).toBe('public_value_needs_a_draw');
  expect(contradiction({ ...terms, buyerTicketLimit: 1 })).toBe('buyer_ticket_limit_in_range');
  expect(contradiction({ ...terms, saleStartsAt: at, saleEndsAt: at })).toBe('sale_ends_after_it_starts');
});

test('the search knows words in lower case and without accents', () => {
  expect(searchWords('São João & Cia. — 2ª edição!')).toEqual(['sao', 'joao', 'cia', '2ª', 'edicao']);
  expect(searchWords('  :*|&()\' ')).toEqual([]);
});

const candidate = (given: Partial<PublicationCandidate> = {}): PublicationCandidate => ({
  startsAt: new Date('2027-01-10T20:00:00Z'), doorsAt: new Date('2027-01-10T19:00:00Z'),
  saleStartsAt: new Date('2026-12-01T12:00:00Z'), saleEndsAt: null,
  ticketTypes: [
    { name: 'Inteira', category: 'Pista', kind: 'standing', priceCents: 9_999, halfPrice: false },
    { name: 'Meia', category: 'Pista', kind: 'standing', priceCents: 5_000, halfPrice: true },
  ],
  seating: layOut(null, noAccessibility, [{ name: 'Pista', capacity: 100 }]),
  sandboxMissing: false,
  now: new Date('2026-11-20T12:00:00Z'),
  ...given,
});
const rules = (given: Partial<PublicationCandidate>) => publicationMistakes(candidate(given)).map(({ field, rule }) => `${field} ${rule}`);

test('a complete event may be published; the odd cent of a half price is rounded up', () => {
  expect(rules({})).toEqual([]);
});

test('each way in which an event is not ready has its name', () => {
  const [full, half] = candidate().ticketTypes as [PublicationCandidate['ticketTypes'][number], PublicationCandidate['ticketTypes'][number]];
  const standing = (...places: [string, number][]) => layOut(null, noAccessibility, places.map(([name, capacity]) => ({ name, capacity })));
  expect(rules({ startsAt: null, saleStartsAt: null })).toEqual(['startsAt missing', 'saleStartsAt missing']);
  expect(rules({ startsAt: new Date('2026-11-20T11:00:00Z'), doorsAt: null })).toEqual(['startsAt in_the_past', 'saleStartsAt out_of_order']);
  expect(rules({ saleEndsAt: new Date('2026-11-01T00:00:00Z') })).toEqual(['saleEndsAt in_the_past']);
  expect(rules({ seating: { sections: [] }, ticketTypes: [] })).toEqual(['seatMapId nothing_to_sell']);
  expect(rules({ seating: standing(['Pista', 1_000_001]) })).toEqual(['standing too_large']);
  expect(rules({ seating: standing(['Pista', 5], ['Pista', 5]) })).toEqual(['standing doubled']);
  expect(rules({ seating: standing(['Pista', 5], ['Deck', 5]) })).toEqual(['ticketTypes category_without_ticket_type']);
  expect(rules({ ticketTypes: [full, { ...full, category: 'Deck' }] })).toEqual(['ticketTypes unknown_category']);
  expect(rules({ ticketTypes: [{ ...full, kind: 'seated' }] })).toEqual(['ticketTypes wrong_kind']);
  expect(rules({ ticketTypes: [half] })).toEqual(['ticketTypes half_price_without_full']);
  expect(rules({ ticketTypes: [full, { ...half, priceCents: 5_001 }] })).toEqual(['ticketTypes half_price_too_high']);
});
