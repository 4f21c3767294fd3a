import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { CatalogModule } from '#catalog';
import { InventoryModule } from '#inventory';
import { eventually } from '../../test/support/eventually.js';
import { brokenLineInvariants, LineStage, newLineEvent, newVisitor } from '../../test/support/line-stage.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse } from '../../test/support/test-house.js';
import { WaitingRoomModule } from './waiting-room.module.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await TestDatabase.create();
});

describe('two processes', () => {
  it('give every joiner one number of one gapless list, though all ask both at once', async () => {
    const [one, two] = [new LineStage(database), new LineStage(database)];
    const eventId = await newLineEvent(database);
    const visitors = Array.from({ length: 400 }, () => newVisitor());
    const places = await Promise.all(visitors.flatMap((visitor, at) => [one, two, one].map((stage) => (at % 2 ? stage : two).join(eventId, visitor))));
    const byVisitor = visitors.map((_, at) => new Set(places.slice(at * 3, at * 3 + 3).map(({ entry }) => entry)));
    expect(byVisitor.every((entries) => entries.size === 1)).toBe(true);
    expect(new Set(places.map(({ entry }) => entry)).size).toBe(400);
    expect((await one.line(eventId)).nextEntry).toBe(400);
    expect(await brokenLineInvariants(database)).toEqual([]);
  });

  it('with tickers of both, claims on both and leavers promise no ticket twice and leave none unsold', async () => {
    const stages = [new LineStage(database), new LineStage(database)];
    const pick = () => stages[Math.floor(Math.random() * 2)]!;
    const eventId = await newLineEvent(database, { capacity: 60, draw: true, opensIn: 30 });
    const people = await pick().joinAll(eventId, 150);
    await database.advance(30);
    let sold = 0;
    let over = false;
    const failures: string[] = [];
    const ticking = async (stage: LineStage, base: number) => {
      // The lease passes to and fro: every tick is a takeover, most of the other's ticks come too late.
      for (let epoch = base; !over; epoch += 2) {
        await stage.tick(eventId, epoch).catch((error: Error) => failures.push(error.message + (error as { detail?: string }).detail + (error as { where?: string }).where));
        const stock = await stage.stock(eventId);
        expect(stock.sold + stock.held + stock.promised).toBeLessThanOrEqual(60);
        await delay(5);
      }
    };
    const living = async ({ visitor, place }: (typeof people)[number], at: number) => {
      if (at % 10 === 3) return pick().entrance.leave(eventId, visitor);
      while (!over && failures.length === 0) {
        // The same turn is claimed in both processes at once.
        const [claim, again] = await Promise.all(stages.map((stage) => stage.claim(eventId, { visitor, place })));
        for (const { code } of [claim!, again!]) expect(['admitted', 'line.not_yet', 'line.sold_out']).toContain(code);
        const admitted = [claim!, again!].filter(({ code }) => code === 'admitted');
        expect(new Set(admitted.map(({ admissionId }) => admissionId)).size).toBeLessThan(2);
        if (admitted[0]) {
          const quantity = 1 + (at % 2);
          expect(await pick().buy(eventId, admitted[0].admissionId, Math.min(quantity, admitted[0].ticketLimit))).toBe('bought');
          sold += Math.min(quantity, admitted[0].ticketLimit);
          return;
        }
        if (claim!.code === 'line.sold_out') return;
        await delay(20);
      }
    };
    const tickers = stages.map((stage, at) => ticking(stage, at + 1));
    await Promise.all(people.map(living));
    over = true;
    await Promise.all(tickers);
    expect(failures).toEqual([]);
    expect(sold).toBe(60);
    expect(await stages[0]!.stock(eventId)).toEqual({ sold: 60, held: 0, promised: 0 });
    expect(await brokenLineInvariants(database)).toEqual([]);
  });

  it('bind one of two admissions to a user who uses both at once', async () => {
    const [one, two] = [new LineStage(database), new LineStage(database)];
    const eventId = await newLineEvent(database, { capacity: 100 });
    const people = await one.joinAll(eventId, 40);
    await one.tick(eventId);
    const claims = await Promise.all(people.map((person) => one.claim(eventId, person)));
    const refusals = await Promise.all(claims.map(({ admissionId }, at) => {
      const userId = userIds[at >> 1]!;
      return (at % 2 ? one : two).hold([{ admissionId, eventId, userId, quantity: 1 }]);
    }));
    expect(refusals.filter(([refusal]) => refusal === null).length).toBe(20);
    expect(refusals.filter(([refusal]) => refusal === 'line.admission_not_yours').length).toBe(20);
    expect(await brokenLineInvariants(database)).toEqual([]);
  });

  it('drive a line one at a time, and the second goes on when the first ends', async () => {
    const modules = [sessionsByDecree({}), CatalogModule, InventoryModule, WaitingRoomModule];
    const houses = [await startHouse(database, modules), await startHouse(database, modules)];
    const eventId = await newLineEvent(database, { capacity: 4 });
    const join = (house: (typeof houses)[number]) => fetch(`${house.url}/api/v1/events/${eventId}/line`, { method: 'POST' });
    const serving = async (house: (typeof houses)[number]) => ((await (await fetch(`${house.url}/api/v1/events/${eventId}/serving`)).json()) as { serving: number }).serving;
    await join(houses[0]!);
    await eventually(async () => expect(await Promise.all(houses.map(serving))).toEqual([1, 1]));
    const [lease] = await database.query<{ epoch: number }>('select epoch from waiting_room.line where event_id = $1', [eventId]);
    const [driver] = await database.query<{ holder: string }>(`select holder from platform.lease where name = $1`, [`line:${eventId}`]);
    const { Leases } = await import('#platform');
    const drivenBy = houses.findIndex((house) => house.app.get(Leases).processId === driver!.holder);
    const other = houses[1 - drivenBy]!;
    await houses[drivenBy]!.close();
    await join(other);
    await eventually(async () => expect(await serving(other)).toBe(2));
    const [after] = await database.query<{ epoch: number }>('select epoch from waiting_room.line where event_id = $1', [eventId]);
    expect(after!.epoch).toBeGreaterThan(lease!.epoch);
  });
});

const userIds = Array.from({ length: 20 }, () => newPrincipal().userId);
