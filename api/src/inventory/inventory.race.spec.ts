import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isViolation, newId } from '#platform';
import { newChance } from '../../test/support/chance.js';
import { deadlocksIn } from '../../test/support/deadlocks.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { newStock, stockOf } from '../../test/support/stock.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { type HoldRequest, type HoldResult, InventoryModule } from './index.js';

let database: TestDatabase;
let houses: [TestHouse, TestHouse];
let processes: [ReturnType<typeof stockOf>, ReturnType<typeof stockOf>];
beforeAll(async () => {
  database = await TestDatabase.create();
  const house = () => startHouse(database, [InventoryModule, sessionsByDecree({})]);
  houses = [await house(), await house()];
  processes = [stockOf(houses[0]), stockOf(houses[1])];
});
afterEach(() => expectInvariants(database, "the stock's part"));

const process = (at: number) => processes[at % 2]!;
const seatsOf = (results: HoldResult[]) => results.flatMap((result) => (result.ok ? result.hold.items.map(({ seatId }) => seatId!) : []));

describe('two processes', () => {
  test('that want the same 100 seats in many transactions at once give each to one buyer, without a deadlock', async () => {
    const stock = await newStock(database, houses[0], { sections: Array.from({ length: 4 }, () => ({ rows: ['.'.repeat(25)] })) });
    const chance = newChance(7);
    const batches = Array.from({ length: 60 }, () => Array.from({ length: 10 }, () => {
      const first = chance(100);
      return stock.request([first, (first + 1 + chance(98)) % 100]);
    }));
    const results: HoldResult[] = [];
    // Side by side, but no more than there are connections: who waits ten seconds for one is refused, and a machine may be slow.
    const waiting = batches.entries();
    const lane = async () => {
      for (const [at, batch] of waiting) results.push(...(await process(at).hold(...batch)));
    };
    const deadlocks = await deadlocksIn(() => Promise.all(Array.from({ length: 12 }, lane)));
    const given = seatsOf(results);
    expect(new Set(given).size).toBe(given.length);
    expect(given.length).toBeGreaterThan(80);
    expect(await stock.stands()).toMatchObject({ held: given.length });
    expect(new Set(results.flatMap((result) => (result.ok ? [] : [result.error.code])))).toEqual(new Set(['inventory.seat_taken']));
    expect(deadlocks).toBe(0);
  });

  test('that look for the best seats do not choose the same ones again and again', async () => {
    const stock = await newStock(database, houses[0], { sections: [{ rows: Array.from({ length: 10 }, () => '.'.repeat(20)) }] });
    const want = { ticketTypeId: stock.types['Stalls']!.full, quantity: 2 };
    const results = (await Promise.all(Array.from({ length: 20 }, (_, at) => process(at).hold(...Array.from({ length: 5 }, () => stock.request(want)))))).flat();
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(new Set(seatsOf(results)).size).toBe(200);
    expect(await stock.states()).toBe('h'.repeat(200));
  });

  test('find the best seats though the other has freed them meanwhile, or taken those that one expects', async () => {
    const stock = await newStock(database, houses[0], { sections: [{ rows: ['....'], category: 'Stalls' }, { rows: ['....'], category: 'Stalls' }, { rows: ['....'], category: 'Stalls' }] });
    const best = { ticketTypeId: stock.types['Stalls']!.full, quantity: 4 };
    const holdBest = async (at: number) => {
      const request = stock.request(best);
      const [result] = await process(at).hold(request);
      return { id: request.holdId, sections: new Set(result!.ok ? result!.hold.items.map(({ sectionId }) => sectionId) : []) };
    };
    const [first, second] = [await holdBest(0), await holdBest(0)];
    expect(first.sections).not.toEqual(second.sections);
    // Process 0 believes the first two sections to be full and the third to be free; both are wrong by now.
    await process(1).end('released', [first.id]);
    const third = await holdBest(1);
    expect(third.sections).toEqual(first.sections);
    await process(1).end('released', [second.id]);
    expect((await holdBest(0)).sections).toEqual(second.sections);
  });

  test('hold for one session in many sections at once, while its holds end and late money comes: it never has more than its limit', async () => {
    const stock = await newStock(database, houses[0], { sections: Array.from({ length: 6 }, (_, at) => ({ name: `Pitch ${at}`, standing: 20 })) });
    const types = Object.values(stock.types).map(({ full }) => full);
    const visits = Array.from({ length: 12 }, () => ({ userId: newId(), sessionId: newId(), sessionTicketLimit: 3, buyerTicketLimit: 20 }));
    const held: string[] = [];
    const refusals = new Set<string>();
    await Promise.all(visits.flatMap((visit) => types.map(async (ticketTypeId, at) => {
      const request = stock.request({ ticketTypeId, quantity: 1 + (at % 2) }, visit);
      // Whose first tickets were counted elsewhere at this moment is told so by the constraint.
      const [result] = await process(at).hold(request).catch((error: unknown) => (isViolation(error, 'session_limit') ? [] : Promise.reject(error as Error)));
      if (result?.ok === false) refusals.add(result.error.code);
      if (!result?.ok) return;
      held.push(request.holdId);
      if (at < 2) return;
      await process(at + 1).end('expired', [request.holdId]);
      await process(at).retake(request.holdId);
    })));
    const [most] = await database.query<{ tickets: number }>('select max(tickets)::int as tickets from inventory.session_tally where event_id = $1', [stock.eventId]);
    expect(most!.tickets).toBe(3);
    expect(refusals).toEqual(new Set(['inventory.limit_exceeded']));
    expect(held.length).toBeGreaterThan(visits.length);
  });

  test('end, confirm and take again at the same time, and every place has one fate', async () => {
    const stock = await newStock(database, houses[0], { sections: [{ rows: ['.'.repeat(40)] }, { name: 'Pitch', standing: 40 }] });
    const asked = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? stock.request([at, at + 1]) : stock.request({ ticketTypeId: stock.types['Pitch']!.full, quantity: 2 })));
    await process(0).hold(...asked);
    const ids = asked.map(({ holdId }) => holdId);
    await Promise.all(ids.flatMap((holdId, at) => [
      process(at).end('expired', [holdId]),
      // Whoever finds the hold ended while it was on its way gives up.
      process(at + 1).confirm(holdId).catch(() => {}),
      process(at).retake(holdId),
    ]));
    const holds = await process(0).inOne((tx) => process(0).inventory.find(tx, ids));
    expect(new Set(holds.map(({ state }) => state))).not.toContain('held');
    expect(await stock.stands()).toMatchObject({ held: 0, sold: holds.filter(({ state }) => state === 'confirmed').length * 2 });
  });

  test('confirm some holds and release others in one transaction, while seats of the same sections are held, without a deadlock', async () => {
    const stock = await newStock(database, houses[0], { sections: Array.from({ length: 6 }, () => ({ rows: ['.'.repeat(40)] })) });
    const inSections = (seed: number) => [seed % 240, (seed * 7 + 41) % 240];
    const buyAndLetGo = async (round: number) => {
      const asked = Array.from({ length: 5 }, (_, at) => stock.request(inSections(round * 5 + at)));
      const held = (await process(round).hold(...asked)).flatMap((result) => (result.ok ? [result.hold.id] : []));
      await process(round + 1).inOne(async (tx) => {
        const { inventory } = process(round + 1);
        await inventory.lock(tx, held);
        await inventory.confirm(tx, held.filter((_, at) => at % 2 === 0).map((holdId) => ({ holdId, orderId: newId() })), new Map());
        await inventory.release(tx, held.filter((_, at) => at % 2 === 1).map((holdId) => ({ holdId, asPromise: false, state: 'released' })));
      });
    };
    const deadlocks = await deadlocksIn(() => Promise.all(Array.from({ length: 24 }, (_, round) => buyAndLetGo(round))));
    expect((await stock.stands()).held).toBe(0);
    expect((await stock.stands()).sold).toBeGreaterThan(0);
    expect(deadlocks).toBe(0);
  });

  test('let a new buyer have no more than the limit, though both ask at once', async () => {
    const stock = await newStock(database, houses[0], { sections: [{ rows: ['.'.repeat(20)] }, { rows: ['.'.repeat(20)] }] });
    const userId = newId();
    const attempts = await Promise.allSettled([0, 1].map((at) => process(at).hold(stock.request([at * 20, at * 20 + 1, at * 20 + 2], { userId }))));
    const held = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? attempt.value : [])).filter(({ ok }) => ok);
    expect(held).toHaveLength(1);
    for (const attempt of attempts) if (attempt.status === 'rejected') expect(isViolation(attempt.reason, 'buyer_limit')).toBe(true);
  });
});

test('the database itself refuses a second hold of a seat', async () => {
  const stock = await newStock(database, houses[0], { sections: [{ rows: ['..'] }] });
  const [first, second] = [stock.request([0]), stock.request([1])];
  await process(0).hold(first, second);
  const twice = database.query('update inventory.hold_item set seat_id = $1 where hold_id = $2', [stock.seat(0), second.holdId]);
  await expect(twice).rejects.toSatisfy((error) => isViolation(error, 'seat_sold_once'));
});

/** One step of a sale, told by numbers so that a failing sale can be told again. */
const steps = fc.array(fc.record({ what: fc.constantFrom('hold', 'hold', 'best', 'standing', 'release', 'expire', 'giveBack', 'confirm', 'retake', 'promise', 'promise', 'unpromise'), pick: fc.nat(1_000), count: fc.integer({ min: 1, max: 3 }), at: fc.nat(1) }), {
  minLength: 15, maxLength: 45,
});

test('whatever is held, released, confirmed, taken again, promised and given up, in whatever order and by whom: nothing is oversold and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (sale, lineRequired) => {
      const stock = await newStock(database, houses[0], { sections: [{ rows: ['......'] }, { rows: ['wc..'] }, { name: 'Pitch', standing: 6 }], lineRequired });
      const asked: HoldRequest[] = [];
      let promised = 0;
      const take = async (at: number, want: HoldRequest['want'] | number[], quantity: number): Promise<void> => {
        if (lineRequired && promised < quantity) return;
        if (lineRequired) promised -= quantity;
        const request = stock.request(want, { fromPromise: lineRequired ? quantity : 0 });
        const [result] = await process(at).hold(request);
        if (result!.ok) asked.push(request);
        else if (lineRequired) promised += quantity;
      };
      const some = (pick: number, count: number): string[] => [...new Set(Array.from({ length: Math.min(count, asked.length) }, (_, at) => asked[(pick + at) % asked.length]!.holdId))];
      const step = async ({ what, pick, count, at }: { what: string; pick: number; count: number; at: number }): Promise<void> => {
        const { inOne, inventory, end, retake } = process(at);
        if (what === 'hold') await take(at, Array.from({ length: count }, (_, next) => (pick + next) % 10), count);
        else if (what === 'best') await take(at, { ticketTypeId: stock.types['Stalls']!.full, quantity: count, accessible: pick % 3 === 0 }, count);
        else if (what === 'standing') await take(at, { ticketTypeId: stock.types['Pitch']!.full, quantity: count }, count);
        else if (what === 'release') await end('released', some(pick, count));
        else if (what === 'expire') await end('expired', some(pick, count));
        else if (what === 'retake') await retake(...some(pick, count));
        else if (what === 'promise' && lineRequired) {
          const given = await inOne((tx) => inventory.promise(tx, stock.eventId, count));
          promised += given;
        } else if (what === 'giveBack' && lineRequired) {
          const given = await inOne(async (tx) => {
            const live = await inventory.lock(tx, some(pick, count));
            await inventory.release(tx, live.map(({ id }) => ({ holdId: id, asPromise: true, state: 'released' })));
            return live.reduce((all, { items }) => all + items.length, 0);
          });
          promised += given;
        } else if (what === 'unpromise' && promised >= count) {
          promised -= count;
          await inOne((tx) => inventory.unpromise(tx, new Map([[stock.eventId, count]])));
        } else if (what === 'confirm') {
          await inOne(async (tx) => {
            const live = await inventory.lock(tx, some(pick, count));
            await inventory.confirm(tx, live.map(({ id }) => ({ holdId: id, orderId: newId() })), new Map());
          });
        }
      };
      // Three at a time, from two processes.
      for (let from = 0; from < sale.length; from += 3) await Promise.all(sale.slice(from, from + 3).map(step));
      await expectInvariants(database, "the stock's part");
      expect((await stock.stands()).promised).toBe(promised);
      await process(0).end('released', asked.map(({ holdId }) => holdId));
      const { sold, held, promised: left } = await stock.stands();
      expect({ held, left }).toEqual({ held: 0, left: promised });
      const states = await stock.states();
      const [pitch] = await database.query<{ sold: number }>(`select sold from inventory.section where event_id = $1 and kind = 'standing'`, [stock.eventId]);
      expect([...states].filter((state) => state === 's').length + pitch!.sold).toBe(sold);
      expect(states).not.toContain('h');
    }),
    { numRuns: 10 },
  );
});
