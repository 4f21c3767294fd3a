import { Client } from 'pg';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Database, newId } from '#platform';
import { newEvent } from '../../test/support/events.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { newStock, stockOf } from '../../test/support/stock.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { Laying } from './laying.js';
import { type Hold, type HoldResult, type Inventory, InventoryModule } from './index.js';

let database: TestDatabase;
let house: TestHouse;
let stock: ReturnType<typeof stockOf>;
let inventory: Inventory;
beforeAll(async () => {
  database = await TestDatabase.create();
  house = await startHouse(database, [InventoryModule, sessionsByDecree({})]);
  stock = stockOf(house);
  inventory = stock.inventory;
});
afterEach(() => expectInvariants(database, "the stock's part"));

const onSale = (event: Parameters<typeof newStock>[2]) => newStock(database, house, event);
const end = (holdId: string, state: 'released' | 'expired', asPromise = false) => stock.end(state, [holdId], asPromise);

const labels = (result: HoldResult | Hold | null) => ('ok' in result! ? (result.ok ? result.hold : null) : result)?.items.map(({ label }) => label);
const codeOf = (result: HoldResult | undefined) => (result?.ok === false ? result.error.code : 'held');

describe('laying out', () => {
  test('an event has its sections, seats and sums once, however often it is told', async () => {
    const { eventId } = await newEvent(database, { sections: [{ rows: ['..', 'wc'] }, { name: 'Pitch', standing: 100 }] });
    const laying = house.app.get(Laying);
    await Promise.all([laying.layOut(eventId), laying.layOut(eventId)]);
    await laying.layOut(eventId);
    const availability = (await inventory.availability(house.app.get(Database).reads, [eventId])).get(eventId);
    expect(availability).toEqual({
      eventId, capacity: 104, sold: 0, held: 0, promised: 0, blocked: 0,
      categories: [{ name: 'Stalls', kind: 'seated', capacity: 4, free: 4 }, { name: 'Pitch', kind: 'standing', capacity: 100, free: 100 }],
    });
    expect(await database.query('select wheelchair, companion_of from inventory.seat where event_id = $1 order by index', [eventId])).toEqual([
      { wheelchair: false, companion_of: null }, { wheelchair: false, companion_of: null }, { wheelchair: true, companion_of: null }, { wheelchair: false, companion_of: 2 },
    ]);
  });

  test('a stadium of 60,000 seats is laid out whole', async () => {
    const sections = Array.from({ length: 40 }, () => ({ rows: Array.from({ length: 50 }, () => '.'.repeat(30)) }));
    const { eventId } = await newEvent(database, { sections });
    await house.app.get(Laying).layOut(eventId);
    expect((await inventory.availability(house.app.get(Database).reads, [eventId])).get(eventId)?.capacity).toBe(60_000);
    await database.query('delete from inventory.seat where event_id = $1', [eventId]);
    await database.query('delete from inventory.section where event_id = $1', [eventId]);
    await database.query('delete from inventory.stock where event_id = $1', [eventId]);
  });
});

describe('holding', () => {
  test('seats by name are held at the full price, or at the price that was named', async () => {
    const { request, seat, types, states, stands } = await onSale({ sections: [{ rows: ['....'] }] });
    const { half, full } = types['Stalls']!;
    const [result] = await stock.hold(request({ seats: [{ seatId: seat(1) }, { seatId: seat(2), ticketTypeId: half }] }));
    expect(result).toMatchObject({
      ok: true,
      hold: { state: 'held', currency: 'BRL', items: [{ itemNo: 1, seatId: seat(1), ticketTypeId: full, priceCents: 10_000, label: 'Section 1 · A · 2' }, { itemNo: 2, ticketTypeId: half, priceCents: 5_000 }] },
    });
    expect(await states()).toBe('fhhf');
    expect(await stands()).toEqual({ sold: 0, held: 2, promised: 0, blocked: 0 });
  });

  test('a second buyer gets SeatTaken with the seats that are taken, and none of the others', async () => {
    const { request, seat, states } = await onSale({ sections: [{ rows: ['....'] }] });
    await stock.hold(request([1]));
    const [result] = await stock.hold(request([0, 1]));
    expect(result).toMatchObject({ ok: false, error: { code: 'inventory.seat_taken', data: { seats: [seat(1)] } } });
    expect(await states()).toBe('fhff');
  });

  test('in one batch the first to arrive gets the seat', async () => {
    const { request, types, states } = await onSale({ sections: [{ rows: ['....'] }] });
    const best = { ticketTypeId: types['Stalls']!.full, quantity: 2 };
    const results = await stock.hold(request([1]), request([1, 0]), request(best), request(best), request([0]));
    expect(results.map(codeOf)).toEqual(['held', 'inventory.seat_taken', 'held', 'inventory.sold_out', 'held']);
    expect(await states()).toBe('hhhh');
  });

  test('what is not there or cannot be sold is told apart', async () => {
    const { request, seat, types } = await onSale({ sections: [{ rows: ['....'] }, { name: 'Pitch', standing: 5 }] });
    const elsewhere = await onSale({ sections: [{ rows: ['....'] }] });
    const results = await stock.hold(
      request({ seats: [{ seatId: elsewhere.seat(0) }] }),
      request({ seats: [{ seatId: seat(9) }] }),
      request({ seats: [{ seatId: seat(0) }, { seatId: seat(0).toUpperCase() }] }),
      request({ seats: [{ seatId: seat(0), ticketTypeId: types['Pitch']!.full }] }),
      request({ ticketTypeId: newId(), quantity: 1 }),
      request({ ticketTypeId: elsewhere.types['Stalls']!.full, quantity: 1 }),
      request({ seats: [{ seatId: newId() }] }, { eventId: newId() }),
      request({ ticketTypeId: types['Pitch']!.full, quantity: 10_000 }),
      request(Array.from({ length: 10_000 }, (_, index) => index)),
      request({ ticketTypeId: types['Pitch']!.full, quantity: 4 }),
    );
    expect(results.map(codeOf)).toEqual([
      'inventory.seat_not_found', 'inventory.seat_not_found', 'inventory.seat_named_twice', 'catalog.ticket_type_not_found', 'catalog.ticket_type_not_found',
      'catalog.ticket_type_not_found', 'inventory.not_ready', 'inventory.limit_exceeded', 'inventory.limit_exceeded', 'held',
    ]);
  });

  test('a buyer has at most the limit over all holds, and gets room again by letting go', async () => {
    const { request } = await onSale({ sections: [{ name: 'Pitch', standing: 50 }, { rows: ['......'] }] });
    const userId = newId();
    const [first, second, third] = await stock.hold(request([0, 1], { userId }), request([2, 3], { userId }), request([4], { userId }));
    expect([first, second, third].map(codeOf)).toEqual(['held', 'held', 'inventory.limit_exceeded']);
    expect((await stock.hold(request([4], { userId }))).map(codeOf)).toEqual(['inventory.limit_exceeded']);
    if (first?.ok) await end(first.hold.id, 'released');
    expect((await stock.hold(request([4], { userId }))).map(codeOf)).toEqual(['held']);
  });

  test('standing places are counted, and run out', async () => {
    const { request, types, stands } = await onSale({ sections: [{ name: 'Pitch', standing: 5 }] });
    const two = { ticketTypeId: types['Pitch']!.half, quantity: 2 };
    const results = await stock.hold(request(two), request(two), request(two), request({ ...two, quantity: 1 }));
    expect(results.map(codeOf)).toEqual(['held', 'held', 'inventory.sold_out', 'held']);
    expect(labels(results[0]!)).toEqual(['Pitch', 'Pitch']);
    expect(await stands()).toMatchObject({ held: 5 });
  });

  test('the best seats may be in a section further back, when nearer ones would leave a seat alone', async () => {
    const { request, types } = await onSale({ sections: [{ name: 'Front', rows: Array.from({ length: 20 }, () => '...') }, { name: 'Back', rows: ['....'] }] });
    const [result] = await stock.hold(request({ ticketTypeId: types['Stalls']!.full, quantity: 2 }));
    expect(labels(result!)).toEqual(['Back · A · 1', 'Back · A · 2']);
  });

  test('a batch of any size takes five statements', async () => {
    const { request, types } = await onSale({ sections: [{ rows: Array.from({ length: 20 }, () => '.'.repeat(20)) }, { name: 'Pitch', standing: 500 }] });
    const requests = Array.from({ length: 150 }, (_, at) => [request([at]), request({ ticketTypeId: types['Pitch']!.full, quantity: 2 }), request({ ticketTypeId: types['Stalls']!.full, quantity: 1 })]).flat();
    await stock.hold(...requests.slice(0, 3));
    const sent = vi.spyOn(Client.prototype, 'query');
    const results = await stock.hold(...requests.slice(3));
    const statements = sent.mock.calls.map(([query]) => (typeof query === 'object' ? (query as { text: string }).text : query));
    sent.mockRestore();
    expect(new Set(results.map(codeOf))).toEqual(new Set(['held', 'inventory.seat_taken']));
    expect(statements.filter((text) => /inventory\.|insert into platform\.event_log/.test(text))).toHaveLength(5);
  });
});

describe('the life of a hold', () => {
  test('released places are free again at once', async () => {
    const { request, states, stands } = await onSale({ sections: [{ rows: ['..'] }] });
    const asked = request([0, 1]);
    await stock.hold(asked);
    await end(asked.holdId, 'released');
    expect(await states()).toBe('ff');
    expect(await stands()).toEqual({ sold: 0, held: 0, promised: 0, blocked: 0 });
    await end(asked.holdId, 'released');
    expect(await stands()).toEqual({ sold: 0, held: 0, promised: 0, blocked: 0 });
    expect((await stock.hold(request([0, 1]))).map(codeOf)).toEqual(['held']);
  });

  test('a hold is overdue by the database clock, unless a payment keeps it', async () => {
    const { request } = await onSale({ sections: [{ rows: ['....'] }] });
    const [left, paying, given] = [request([0]), request([1]), request([2])];
    await stock.hold(left, paying, given);
    await stock.inOne(async (tx) => {
      await inventory.lock(tx, [paying.holdId, given.holdId]);
      await inventory.keep(tx, [{ holdId: paying.holdId, seconds: 780 }, { holdId: given.holdId, seconds: 780 }]);
      await inventory.keep(tx, [{ holdId: given.holdId, seconds: null }]);
    });
    await database.advance(421);
    const overdue = await stock.inOne((tx) => inventory.expired(tx, 1_000));
    expect(overdue).toEqual(expect.arrayContaining([left.holdId, given.holdId]));
    expect(overdue).not.toContain(paying.holdId);
    expect(await stock.inOne(async (tx) => (await inventory.lock(tx, [left.holdId, paying.holdId])).map(({ overdue }) => overdue))).toEqual([true, false]);
    await database.advance(360);
    expect(await stock.inOne((tx) => inventory.expired(tx, 1_000))).toContain(paying.holdId);
    await stock.end('expired', await stock.inOne((tx) => inventory.expired(tx, 1_000)));
  });

  test('no hold lives longer than hold, payment window and grace, however often a payment keeps it', async () => {
    const { request } = await onSale({ sections: [{ rows: ['....'] }] });
    const asked = request([0]);
    await stock.hold(asked);
    const keep = () => stock.inOne((tx) => inventory.keep(tx, [{ holdId: asked.holdId, seconds: 360 }]));
    for (let tries = 0; tries < 4; tries += 1) {
      await keep();
      await database.advance(190);
    }
    const [hold] = await stock.inOne((tx) => inventory.find(tx, [asked.holdId]));
    expect(hold!.keptUntil!.getTime() - hold!.createdAt.getTime()).toBe((420 + 300 + 60) * 1_000);
    await database.advance(21);
    expect(await stock.inOne((tx) => inventory.expired(tx, 1_000))).toContain(asked.holdId);
    await stock.end('expired', await stock.inOne((tx) => inventory.expired(tx, 1_000)));
  });

  test('confirmed places are sold, and no hold of theirs is live any more', async () => {
    const { request, states, stands } = await onSale({ sections: [{ rows: ['....'] }, { name: 'Pitch', standing: 10 }] });
    const asked = request([1, 2]);
    await stock.hold(asked);
    await stock.confirm(asked.holdId);
    expect(await states()).toBe('fssf');
    expect(await stands()).toEqual({ sold: 2, held: 0, promised: 0, blocked: 0 });
    expect(await stock.inOne((tx) => inventory.lock(tx, [asked.holdId]))).toEqual([]);
    await expect(stock.confirm(asked.holdId)).rejects.toThrow('only held holds are confirmed');
    await end(asked.holdId, 'expired');
    expect(await states()).toBe('fssf');
  });

  test('one order pays for one hold', async () => {
    const { request } = await onSale({ sections: [{ rows: ['....'] }] });
    const [one, other] = [request([0]), request([1])];
    await stock.hold(one, other);
    const orderId = newId();
    await expect(stock.inOne((tx) => inventory.confirm(tx, [{ holdId: one.holdId, orderId }, { holdId: other.holdId, orderId }], new Map()))).rejects.toThrow('order_pays_for_one_hold');
  });
});

describe('promises', () => {
  test('as many are promised as are free, never more', async () => {
    const { eventId, request, stands } = await onSale({ sections: [{ rows: ['....'] }], lineRequired: true });
    await stock.hold(request([0]));
    const promise = (wanted: number) => stock.inOne((tx) => inventory.promise(tx, eventId, wanted));
    expect(await promise(2)).toBe(2);
    expect(await promise(5)).toBe(1);
    expect(await promise(5)).toBe(0);
    expect(await stands()).toMatchObject({ held: 1, promised: 3 });
    await stock.inOne((tx) => inventory.unpromise(tx, new Map([[eventId, 2]])));
    expect(await stands()).toMatchObject({ promised: 1 });
    await expect(stock.inOne((tx) => inventory.unpromise(tx, new Map([[eventId, 2]])))).rejects.toThrow('stock_not_negative');
  });

  test('a hold turns promises into places and back, and confirming gives up what is left over', async () => {
    const { eventId, request, stands } = await onSale({ sections: [{ rows: ['....'] }], lineRequired: true });
    await stock.inOne((tx) => inventory.promise(tx, eventId, 4));
    const [first, second] = [request([0, 1], { fromPromise: 2 }), request([2], { fromPromise: 1 })];
    await stock.hold(first, second);
    expect(await stands()).toEqual({ sold: 0, held: 3, promised: 1, blocked: 0 });
    await end(first.holdId, 'released', true);
    expect(await stands()).toEqual({ sold: 0, held: 1, promised: 3, blocked: 0 });
    await stock.inOne((tx) => inventory.confirm(tx, [{ holdId: second.holdId, orderId: newId() }], new Map([[eventId, 1]])));
    expect(await stands()).toEqual({ sold: 1, held: 0, promised: 2, blocked: 0 });
  });

  test('nobody without a promise gets a place that is promised', async () => {
    const { eventId, request, stands } = await onSale({ sections: [{ rows: ['....'] }], lineRequired: true });
    await stock.inOne((tx) => inventory.promise(tx, eventId, 3));
    await expect(stock.hold(request([0, 1]))).rejects.toThrow('never_oversold');
    expect(await stands()).toEqual({ sold: 0, held: 0, promised: 3, blocked: 0 });
  });
});

describe('late money', () => {
  test('takes its own seats again when they are still free', async () => {
    const { request, states, stands } = await onSale({ sections: [{ rows: ['......'] }] });
    const asked = request([1, 2]);
    await stock.hold(asked);
    await end(asked.holdId, 'expired');
    const [again] = await stock.retake(asked.holdId);
    expect(again).toMatchObject({ id: asked.holdId, state: 'confirmed' });
    expect(labels(again!)).toEqual(['Section 1 · A · 2', 'Section 1 · A · 3']);
    expect(await states()).toBe('fssfff');
    expect(await stands()).toMatchObject({ sold: 2, held: 0 });
    expect(await stock.retake(asked.holdId)).toEqual([null]);
  });

  test('takes others of the same category when its own are gone, and nothing when there are not enough', async () => {
    const { request, states } = await onSale({ sections: [{ rows: ['....', '..'] }, { category: 'Box', rows: ['....'] }] });
    const late = [request([0, 1]), request([2, 3])];
    await stock.hold(...late);
    for (const { holdId } of late) await end(holdId, 'expired');
    await stock.hold(request([0, 1, 2, 3]));
    const [first, second] = await stock.retake(...late.map(({ holdId }) => holdId));
    expect(labels(first!)).toEqual(['Section 1 · B · 1', 'Section 1 · B · 2']);
    expect(second).toBeNull();
    expect(await states()).toBe('hhhhssffff');
  });

  test('never takes what the line has promised, nor more than the buyer may have', async () => {
    const { eventId, request } = await onSale({ sections: [{ rows: ['....'] }, { name: 'Pitch', standing: 4 }], lineRequired: true });
    await stock.inOne((tx) => inventory.promise(tx, eventId, 8));
    const userId = newId();
    const late = request([0, 1], { fromPromise: 2, userId });
    await stock.hold(late);
    await end(late.holdId, 'expired', true);
    expect(await stock.retake(late.holdId)).toEqual([null]);
    await stock.inOne((tx) => inventory.unpromise(tx, new Map([[eventId, 4]])));
    const since = request([2, 3], { userId, buyerTicketLimit: 2 });
    await stock.hold({ ...since, fromPromise: 2 });
    expect(await stock.retake(late.holdId)).toEqual([null]);
    await end(since.holdId, 'released');
    expect(labels((await stock.retake(late.holdId))[0]!)).toHaveLength(2);
  });

  test('takes standing places while there are any', async () => {
    const { request, types, stands } = await onSale({ sections: [{ name: 'Pitch', standing: 4 }] });
    const want = { ticketTypeId: types['Pitch']!.full, quantity: 2 };
    const late = [request(want), request(want)];
    await stock.hold(...late);
    for (const { holdId } of late) await end(holdId, 'released');
    await stock.hold(request(want));
    expect((await stock.retake(...late.map(({ holdId }) => holdId))).map((taken) => taken !== null)).toEqual([true, false]);
    expect(await stands()).toMatchObject({ sold: 2, held: 2 });
  });
});
