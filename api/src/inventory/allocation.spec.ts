import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TicketType } from '#catalog';
import { newSeatPlan } from '../../test/support/seat-plans.js';
import { allocate, type Ask, resolve, sectionsToRead, type StockRead } from './allocation.js';
import type { HoldRequest, Want } from './hold.js';
import { indexOf, seatId } from './seat-plan.js';

const plan = newSeatPlan({ name: 'Front', rows: ['......', '......'] }, { name: 'Back', rows: ['......'] }, { name: 'Pitch', category: 'Pitch', standing: 8 });
const type = (id: string, category: string, kind: TicketType['kind'], halfPrice = false): TicketType =>
  ({ id, eventId: plan.eventId, name: id, category, kind, priceCents: halfPrice ? 5_000 : 10_000, halfPrice, proofRequired: halfPrice, holderRequired: false });
const types = [type('half', 'Stalls', 'seated', true), type('full', 'Stalls', 'seated'), type('pitch', 'Pitch', 'standing')];

const request = (want: Want, userId = 'ana', more: Partial<HoldRequest> = {}): HoldRequest =>
  ({ holdId: 'h', eventId: plan.eventId, userId, admissionId: null, sessionId: null, fromPromise: 0, want, seconds: 420, buyerTicketLimit: 4, sessionTicketLimit: 2, ...more });
const seats = (...indexes: number[]): Want => ({ seats: indexes.map((index) => ({ seatId: seatId(plan.seatIdPrefix, index) })) });
const ask = (want: Want, userId?: string) => resolve(request(want, userId), { plan, types });

/** Everything is known: every seat that is not `taken` is free. */
function everything(taken: number[] = [], more: Partial<StockRead> = {}): StockRead {
  const free = Uint8Array.from(plan.seats, ({ index }) => Number(!taken.includes(index)));
  return {
    free: new Map(plan.sections.map(({ id, capacity, seats: own }) => [id, capacity - own.filter(({ index }) => taken.includes(index)).length])),
    freeSeats: new Map([[plan.eventId, free]]),
    sectionsRead: new Set(plan.sections.map(({ id }) => id)),
    tickets: new Map(),
    ...more,
  };
}

describe('looking a request up', () => {
  it('sells a seat at the full price to whoever names no ticket type', () => {
    expect(ask(seats(0))).toMatchObject({ types: [{ id: 'full' }] });
    expect(ask({ seats: [{ seatId: seatId(plan.seatIdPrefix, 0), ticketTypeId: 'half' }] })).toMatchObject({ types: [{ id: 'half' }] });
  });

  it('refuses what no ticket type sells', () => {
    expect(resolve(request(seats(0)), { plan, types: [] })).toMatchObject({ code: 'inventory.not_for_sale' });
    expect(ask({ seats: [{ seatId: seatId(plan.seatIdPrefix, 0), ticketTypeId: 'pitch' }] })).toMatchObject({ code: 'catalog.ticket_type_not_found' });
  });

  it('asks to come back while the places are still being laid out, whatever is wanted', () => {
    for (const want of [seats(0), { ticketTypeId: 'full', quantity: 1 }]) expect(resolve(request(want), { plan: undefined, types })).toMatchObject({ code: 'inventory.not_ready', data: { retryAfterSeconds: 2 } });
  });

  it('refuses more than any buyer may have before it looks at them', () => {
    expect(ask(seats(...Array.from({ length: 10_000 }, () => 0)))).toMatchObject({ code: 'inventory.limit_exceeded', data: { limit: 4 } });
    expect(ask({ ticketTypeId: 'nonsense', quantity: 1e9 })).toMatchObject({ code: 'inventory.limit_exceeded' });
  });
});

describe('allocating a batch', () => {
  it('counts a session over its holds, whoever the buyer, and never where an admission does', () => {
    const of = (want: Want, sessionId: string | null) => resolve(request(want, 'ana', { sessionId }), { plan, types });
    const asks = [of(seats(0), 'phone'), of(seats(1, 2), 'phone'), of(seats(3), 'phone'), of(seats(4), 'laptop'), of(seats(5), null)];
    const { outcomes } = allocate(asks, everything([], { tickets: new Map([[`${plan.eventId}/laptop`, 2]]) }));
    expect(outcomes.map((outcome) => (outcome.ok ? outcome.items.length : outcome.error.data))).toEqual([1, { limit: 2 }, 1, { limit: 2 }, 1]);
  });

  it('asks for more sections when those it knows have no perfect place', () => {
    const [front, back] = plan.sections.map(({ id }) => id) as [string, string];
    const taken = [0, 1, 2, 3, 4, 6, 7, 8, 9, 10];
    const read = everything(taken, { sectionsRead: new Set([front]) });
    expect([...allocate([ask({ ticketTypeId: 'full', quantity: 2 })], read).unread]).toEqual([back]);
    expect(allocate([ask({ ticketTypeId: 'full', quantity: 2 })], everything(taken)).unread.size).toBe(0);
  });

  it('reads the nearest sections with room enough at first', () => {
    const asks = [ask({ ticketTypeId: 'full', quantity: 2 }), ask({ ticketTypeId: 'pitch', quantity: 2 }), ask(seats(3))] as Ask[];
    expect([...sectionsToRead(asks, everything().free)]).toEqual([plan.sections[0]!.id]);
    const many = Array.from({ length: 4 }, () => asks[0]!);
    expect([...sectionsToRead(many, everything().free)]).toEqual(plan.sections.slice(0, 2).map(({ id }) => id));
  });

  it('takes no more than is unpromised where that is the bound', () => {
    const read = everything([], { unpromised: new Map([[plan.eventId, 3]]) });
    const { outcomes } = allocate([ask(seats(0, 1)), ask(seats(2, 3), 'bia'), ask(seats(4), 'caio')], read);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  it('gives no place twice, all or nothing, within the limit, and refuses only for a reason', () => {
    const want = fc.oneof(
      fc.uniqueArray(fc.nat(17), { minLength: 1, maxLength: 4 }).map((indexes) => seats(...indexes)),
      fc.record({ ticketTypeId: fc.constantFrom('full', 'half', 'pitch'), quantity: fc.integer({ min: 1, max: 4 }) }),
    );
    const batch = fc.array(fc.record({ want, userId: fc.constantFrom('ana', 'bia', 'caio', 'davi', 'eva') }), { minLength: 1, maxLength: 15 });
    fc.assert(fc.property(batch, fc.uniqueArray(fc.nat(17), { maxLength: 12 }), (wishes, taken) => {
      const { outcomes, unread } = allocate(wishes.map(({ want, userId }) => ask(want, userId)), everything(taken));
      expect(unread.size).toBe(0);
      const gone = new Set(taken);
      const had = new Map<string, number>();
      let pitch = 8;
      outcomes.forEach((outcome, at) => {
        const { want, userId } = wishes[at]!;
        const wanted = 'seats' in want ? want.seats.length : want.quantity;
        const before = had.get(userId) ?? 0;
        if (!outcome.ok) {
          const left = 'seats' in want ? want.seats.filter(({ seatId: id }) => !gone.has(indexOf(id))).length : want.ticketTypeId === 'pitch' ? pitch : 18 - gone.size;
          const expected = before + wanted > 4 ? 'inventory.limit_exceeded' : 'seats' in want ? 'inventory.seat_taken' : 'inventory.sold_out';
          expect(outcome.error.code).toBe(expected);
          if (expected !== 'inventory.limit_exceeded') expect(left).toBeLessThan(wanted);
          return;
        }
        expect(outcome.items.map(({ itemNo }) => itemNo)).toEqual(Array.from({ length: wanted }, (_, item) => item + 1));
        expect(before + wanted).toBeLessThanOrEqual(4);
        had.set(userId, before + wanted);
        for (const { seatId: id } of outcome.items) {
          if (id === null) pitch -= 1;
          else {
            expect(gone.has(indexOf(id))).toBe(false);
            gone.add(indexOf(id));
          }
        }
        expect(pitch).toBeGreaterThanOrEqual(0);
      });
    }));
  });
});
