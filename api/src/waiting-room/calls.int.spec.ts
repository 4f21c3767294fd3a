import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#platform';
import { brokenLineInvariants, LineStage, newLineEvent, newVisitor } from '../../test/support/line-stage.js';
import { newPrincipal } from '../../test/support/principal.js';
import { TestDatabase } from '../../test/support/test-database.js';

let database: TestDatabase;
let stage: LineStage;
beforeAll(async () => {
  database = await TestDatabase.create();
  stage = new LineStage(database);
});

afterEach(async () => {
  expect(await brokenLineInvariants(database)).toEqual([]);
});

describe('calls', () => {
  it('are made in order, as many as there are tickets, the last one for what is left', async () => {
    const eventId = await newLineEvent(database, { capacity: 5 });
    const people = await stage.joinAll(eventId, 10);
    await stage.tick(eventId);
    expect(await stage.states(eventId)).toEqual([...Array(3).fill('called'), ...Array(7).fill('waiting')]);
    expect(await stage.stock(eventId)).toMatchObject({ promised: 5 });
    const claims = await Promise.all(people.map((person) => stage.claim(eventId, person)));
    expect(claims.map(({ code }) => code)).toEqual([...Array(3).fill('admitted'), ...Array(7).fill('line.not_yet')]);
    expect(claims.slice(0, 3).map(({ ticketLimit }) => ticketLimit)).toEqual([2, 2, 1]);
    expect(await stage.promisedByLine(eventId)).toBe(5);
  });

  it('stand still while a process that sells is strained: nobody new, nobody a second time; what stands is kept', async () => {
    const eventId = await newLineEvent(database, { capacity: 10 });
    const people = await stage.joinAll(eventId, 3);
    await stage.tick(eventId);
    await database.advance(61);
    await stage.joinAll(eventId, 3);
    stage.load.ofTheSale = 'strained';
    await stage.tick(eventId);
    expect(await stage.states(eventId)).toEqual([...Array(3).fill('lapsed'), ...Array(3).fill('waiting')]);
    expect(await stage.line(eventId)).toMatchObject({ heldBack: true, state: 'open', serving: 3 });
    expect(JSON.parse((await stage.board.line(eventId))!.body)).toMatchObject({ heldBack: true, serving: 3, pollAfterMs: 5_000 });
    stage.load.ofTheSale = 'busy';
    await stage.tick(eventId);
    expect(await stage.states(eventId)).toEqual([...Array(5).fill('called'), 'waiting']);
    expect(JSON.parse((await stage.board.line(eventId))!.body)).not.toHaveProperty('heldBack');
    stage.load.ofTheSale = 'overwhelmed';
    await stage.tick(eventId);
    expect(await stage.claim(eventId, people[0]!)).toMatchObject({ code: 'admitted' });
    stage.load.ofTheSale = 'calm';
  });

  it('lapse, come once more before anybody new, and are missed the second time', async () => {
    const eventId = await newLineEvent(database, { capacity: 2, claimSeconds: 60 });
    const [absent, next] = await stage.joinAll(eventId, 2);
    await stage.tick(eventId);
    await database.advance(61);
    expect(await stage.claim(eventId, absent!)).toMatchObject({ code: 'line.not_yet' });
    await stage.tick(eventId);
    expect((await stage.states(eventId))[0]).toBe('lapsed');
    // The freed tickets went to the next person in the same tick.
    expect((await stage.states(eventId))[1]).toBe('called');
    expect(await stage.stock(eventId)).toMatchObject({ promised: 2 });
    await stage.join(eventId);
    const admission = await stage.claim(eventId, next!);
    await stage.buy(eventId, admission.admissionId, 1);
    await stage.tick(eventId);
    // One ticket came free: second chances go first.
    expect(await stage.states(eventId)).toEqual(['called', 'admitted', 'waiting']);
    await database.advance(61);
    expect(await stage.claim(eventId, absent!)).toMatchObject({ code: 'line.turn_missed' });
    await stage.tick(eventId);
    expect(await stage.states(eventId)).toEqual(['missed', 'admitted', 'called']);
    expect((await stage.join(eventId, absent!.visitor)).entry).toBe(3);
  });

  it('can be claimed after a lapse when the second call comes', async () => {
    const eventId = await newLineEvent(database, { capacity: 2, claimSeconds: 60 });
    const [person] = await stage.joinAll(eventId, 1);
    await stage.tick(eventId);
    await database.advance(61);
    await stage.tick(eventId);
    await stage.tick(eventId);
    expect(await stage.states(eventId)).toEqual(['called']);
    expect(await stage.claim(eventId, person!)).toMatchObject({ code: 'admitted', ticketLimit: 2 });
  });

  it('and windows stand still while the event is postponed, and have left what they had when it is on sale again', async () => {
    const eventId = await newLineEvent(database, { capacity: 8, claimSeconds: 60, admissionSeconds: 300 });
    const becomes = async (state: string) => {
      await database.query('update catalog.event set state = $2 where id = $1', [eventId, state]);
      stage.catalog.forget(eventId);
      await stage.tick(eventId);
    };
    const [early, inside, called, leaver] = await stage.joinAll(eventId, 4);
    await stage.tick(eventId);
    const ended = await stage.claim(eventId, early!);
    await database.query(`update waiting_room.admission set expires_at = platform.now() + interval '10 seconds' where id = $1`, [ended.admissionId]);
    const admission = await stage.claim(eventId, inside!);
    await database.advance(40);
    await becomes('postponed');
    await database.advance(3 * 86_400);
    await stage.tick(eventId);
    expect(await stage.states(eventId)).toEqual(['admitted', 'admitted', 'called', 'called']);
    // Only what had run out before.
    expect(await stage.stock(eventId)).toMatchObject({ promised: 6 });
    await stage.entrance.leave(eventId, leaver!.visitor);
    await stage.tick(eventId);
    expect(await stage.stock(eventId)).toMatchObject({ promised: 4 });

    await becomes('published');
    expect(await stage.claim(eventId, early!)).toMatchObject({ code: 'line.turn_missed' });
    await database.advance(15);
    await stage.tick(eventId);
    expect(await stage.claim(eventId, called!)).toMatchObject({ code: 'admitted', ticketLimit: 2 });
    await stage.buy(eventId, admission.admissionId, 1);
    await database.advance(300);
    await stage.tick(eventId);
    expect(await stage.stock(eventId)).toMatchObject({ promised: 0, sold: 1 });
  });

  it('that are claimed while the event is postponed have their whole window afterwards; nobody who left is brought back', async () => {
    const eventId = await newLineEvent(database, { capacity: 4, claimSeconds: 60, admissionSeconds: 300 });
    const [person, leaver] = await stage.joinAll(eventId, 2);
    await stage.tick(eventId);
    await stage.claim(eventId, leaver!);
    await database.query(`update catalog.event set state = 'postponed' where id = $1`, [eventId]);
    stage.catalog.forget(eventId);
    await stage.tick(eventId);
    await database.advance(1_000);
    expect(await stage.claim(eventId, person!)).toMatchObject({ code: 'admitted' });
    await stage.entrance.leave(eventId, leaver!.visitor);
    await stage.tick(eventId);
    expect(await stage.stock(eventId)).toMatchObject({ promised: 2 });
    await database.advance(1_000);
    await database.query(`update catalog.event set state = 'published' where id = $1`, [eventId]);
    stage.catalog.forget(eventId);
    await stage.tick(eventId);
    await database.advance(295);
    await stage.tick(eventId);
    expect(await stage.stock(eventId)).toMatchObject({ promised: 2 });
    await database.advance(6);
    await stage.tick(eventId);
    expect(await stage.stock(eventId)).toMatchObject({ promised: 0 });
  });

  it('stop while the organiser pauses, keep what was promised, and go on', async () => {
    const eventId = await newLineEvent(database, { capacity: 4 });
    const people = await stage.joinAll(eventId, 3);
    await stage.tick(eventId);
    await stage.lines.change(stage.database.reads, eventId, { paused: true });
    await database.advance(61);
    await stage.tick(eventId);
    expect(await stage.states(eventId)).toEqual(['lapsed', 'lapsed', 'waiting']);
    expect(await stage.line(eventId)).toMatchObject({ state: 'paused', serving: 2 });
    await stage.lines.change(stage.database.reads, eventId, { paused: false });
    await stage.tick(eventId);
    expect(await stage.states(eventId)).toEqual(['called', 'called', 'waiting']);
    expect(await stage.claim(eventId, people[0]!)).toMatchObject({ code: 'admitted' });
  });

  it('keep to the organiser’s rate and to the limit of simultaneous admissions', async () => {
    const eventId = await newLineEvent(database, { capacity: 100 });
    await stage.joinAll(eventId, 40);
    await stage.lines.change(stage.database.reads, eventId, { admissionsMax: 3 });
    await stage.tick(eventId);
    await stage.tick(eventId);
    expect((await stage.line(eventId)).serving).toBe(3);
    await stage.lines.change(stage.database.reads, eventId, { admissionsMax: null, ratePerMinuteMax: 60 });
    await stage.tick(eventId);
    await stage.tick(eventId);
    const { serving } = await stage.line(eventId);
    expect(serving).toBeGreaterThanOrEqual(3);
    // One and five seconds' worth are saved up.
    expect(serving).toBeLessThanOrEqual(10);
  });

  it('of somebody who leaves give their promise to the next', async () => {
    const eventId = await newLineEvent(database, { capacity: 2 });
    const [first] = await stage.joinAll(eventId, 2);
    await stage.tick(eventId);
    await stage.entrance.leave(eventId, first!.visitor);
    await stage.tick(eventId);
    expect(await stage.states(eventId)).toEqual(['left', 'called']);
    expect(await stage.claim(eventId, first!)).toMatchObject({ code: 'line.left' });
    expect(await stage.promisedByLine(eventId)).toBe(2);
  });
});

describe('admissions', () => {
  it('are the same for their owner’s repeat and nobody else’s', async () => {
    const eventId = await newLineEvent(database);
    const [person] = await stage.joinAll(eventId, 1);
    await stage.tick(eventId);
    const [one, two] = await Promise.all([stage.claim(eventId, person!), stage.claim(eventId, person!)]);
    expect(one.admissionId).not.toBe('');
    expect(two).toEqual(one);
    expect(await stage.claim(eventId, person!)).toEqual(one);
    expect(await stage.claim(eventId, { visitor: newVisitor(), place: person!.place })).toMatchObject({ code: 'line.not_yours' });
    expect(await stage.claim(eventId, { visitor: newVisitor({ principal: newPrincipal() }), place: person!.place })).toMatchObject({ code: 'line.not_yours' });
  });

  it('are one per user, however many places the user’s devices had', async () => {
    const eventId = await newLineEvent(database);
    const people = await stage.joinAll(eventId, 2);
    await stage.tick(eventId);
    const principal = newPrincipal();
    const claims = await Promise.all(people.map(({ visitor, place }) => stage.claim(eventId, { visitor: { ...visitor, principal }, place })));
    expect(claims[0]!.admissionId).toBe(claims[1]!.admissionId);
    expect(claims[0]!.code).toBe('admitted');
  });

  it('spend their promise, take it back inside the window, and bind to the user of the first hold', async () => {
    const eventId = await newLineEvent(database);
    const [person] = await stage.joinAll(eventId, 1);
    await stage.tick(eventId);
    const { admissionId } = await stage.claim(eventId, person!);
    const [ana, bia] = [newPrincipal().userId, newPrincipal().userId];
    const hold = async (userId: string, quantity: number, event = eventId) => (await stage.hold([{ admissionId, eventId: event, userId, quantity }]))[0];
    expect(await hold(ana, 3)).toBe('inventory.limit_exceeded');
    expect(await hold(ana, 1)).toBeNull();
    expect(await hold(ana, 1)).toBeNull();
    expect(await hold(ana, 1)).toBe('inventory.limit_exceeded');
    expect(await hold(bia, 1)).toBe('line.admission_not_yours');
    expect(await hold(ana, 1, newPrincipal().userId)).toBe('line.admission_not_yours');
    expect(await stage.release(admissionId)).toBe(true);
    expect(await hold(ana, 1)).toBeNull();
    await database.advance(301);
    expect(await hold(ana, 1)).toBe('line.admission_expired');
    expect(await stage.release(admissionId)).toBe(false);
    expect(await stage.stock(eventId)).toEqual({ sold: 0, held: 1, promised: 0 });
  });

  it('serve the holds of one batch only as far as the promise goes', async () => {
    const eventId = await newLineEvent(database);
    const [person] = await stage.joinAll(eventId, 1);
    await stage.tick(eventId);
    const { admissionId } = await stage.claim(eventId, person!);
    const { userId } = newPrincipal();
    const refusals = await stage.hold([1, 2, 1, 1].map((quantity) => ({ admissionId, eventId, userId, quantity })));
    expect(refusals).toEqual([null, 'inventory.limit_exceeded', null, 'inventory.limit_exceeded']);
  });

  it('of two devices cannot both be bound to one user', async () => {
    const eventId = await newLineEvent(database);
    const people = await stage.joinAll(eventId, 2);
    await stage.tick(eventId);
    const [first, second] = await Promise.all(people.map((person) => stage.claim(eventId, person)));
    const { userId } = newPrincipal();
    const holds = [first!, second!].map(({ admissionId }) => ({ admissionId, eventId, userId, quantity: 1 }));
    expect(await stage.hold(holds)).toEqual([null, 'line.admission_not_yours']);
    expect(await stage.hold([holds[1]!])).toEqual(['line.admission_not_yours']);
  });

  it('end with a confirmed order, or with their window, and free what they had left', async () => {
    const eventId = await newLineEvent(database, { capacity: 4 });
    const people = await stage.joinAll(eventId, 4);
    await stage.tick(eventId);
    const claims = await Promise.all(people.slice(0, 2).map((person) => stage.claim(eventId, person)));
    expect(await stage.buy(eventId, claims[0]!.admissionId, 1)).toBe('bought');
    expect(await stage.stock(eventId)).toMatchObject({ sold: 1, promised: 2 });
    await database.advance(301);
    await stage.tick(eventId);
    expect(await stage.stock(eventId)).toMatchObject({ sold: 1, promised: 3 });
    expect(await stage.promisedByLine(eventId)).toBe(3);
    expect(await stage.states(eventId)).toEqual(['admitted', 'admitted', 'called', 'called']);
    expect(await stage.claim(eventId, people[1]!)).toMatchObject({ code: 'line.turn_missed' });
    expect((await stage.join(eventId, people[0]!.visitor)).entry).toBe(4);
  });
});

describe('clocks', () => {
  it('of processes decide nothing: an admission lasts as long as the database says', async () => {
    // To the database it is an hour earlier than to this process, however far other tests have moved it on.
    const [clock] = await database.query<{ ahead: number }>('select extract(epoch from platform.now() - statement_timestamp())::int as ahead');
    await database.advance(-clock!.ahead - 3_600);
    const eventId = await newLineEvent(database, { capacity: 2, admissionSeconds: 300 });
    const [person] = await stage.joinAll(eventId, 1);
    await stage.tick(eventId);
    const userId = newId();
    const admission = await stage.claim(eventId, person!);
    expect(admission).toMatchObject({ code: 'admitted' });
    expect(new Date(admission.expiresAt).getTime()).toBeLessThan(Date.now());
    expect(stage.tokens.verifyAdmission(admission.admissionToken)).toMatchObject({ admissionId: admission.admissionId });
    expect(await stage.hold([{ eventId, admissionId: admission.admissionId, userId, quantity: 1 }])).toEqual([null]);
    await database.advance(301);
    expect(await stage.hold([{ eventId, admissionId: admission.admissionId, userId, quantity: 1 }])).toEqual(['line.admission_expired']);
    await database.advance(clock!.ahead + 3_299);
  });
});

describe('sold out', () => {
  it('is told only when nothing can come free any more, and taken back when something does', async () => {
    const eventId = await newLineEvent(database, { capacity: 2 });
    const [buyer, waiting] = await stage.joinAll(eventId, 2);
    await stage.tick(eventId);
    const { admissionId } = await stage.claim(eventId, buyer!);
    await stage.tick(eventId);
    expect(await stage.line(eventId)).toMatchObject({ state: 'open', remaining: 2 });
    await stage.buy(eventId, admissionId, 2);
    await stage.tick(eventId);
    expect(await stage.line(eventId)).toMatchObject({ state: 'sold_out', remaining: 0, serving: 1 });
    expect(await stage.claim(eventId, waiting!)).toMatchObject({ code: 'line.sold_out' });
    for (const table of ['stock', 'section']) await database.query(`update inventory.${table} set capacity = capacity + 1 where event_id = $1`, [eventId]);
    await stage.tick(eventId);
    await stage.tick(eventId);
    expect(await stage.line(eventId)).toMatchObject({ state: 'open', remaining: 1, serving: 2 });
    expect(await stage.claim(eventId, waiting!)).toMatchObject({ code: 'admitted', ticketLimit: 1 });
  });
});
