import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { brokenLineInvariants, LineStage, newLineEvent, newPrincipal, newVisitor } from '../../test/support/line-stage.js';
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

describe('entering', () => {
  it('gives consecutive numbers, and the same place to a device that asks again', async () => {
    const eventId = await newLineEvent(database);
    const people = await stage.joinAll(eventId, 20);
    expect(people.map(({ place }) => place.entry)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    const again = await stage.join(eventId, people[7]!.visitor);
    expect(again).toEqual(people[7]!.place);
    expect((await stage.line(eventId)).nextEntry).toBe(20);
  });

  it('merges the place of a device with that of the user who signs in on it: the earlier one stays', async () => {
    const eventId = await newLineEvent(database);
    const principal = newPrincipal();
    const phone = newVisitor();
    const onPhone = await stage.join(eventId, phone);
    const onLaptop = await stage.join(eventId, newVisitor({ principal }));
    expect(onLaptop.entry).toBe(onPhone.entry + 1);
    const signedIn = await stage.join(eventId, { ...phone, principal });
    expect(signedIn.entry).toBe(onPhone.entry);
    expect(await stage.states(eventId)).toEqual(['waiting', 'merged']);
    await stage.tick(eventId);
    await stage.tick(eventId);
    // The token of the merged place still serves its owner: it leads to the place that stayed.
    const claimed = await stage.claim(eventId, { visitor: { ...phone, principal }, place: onLaptop });
    expect(claimed).toMatchObject({ code: 'admitted', entry: onPhone.entry });
  });

  it('is refused before a line without a draw opens, and once the sale is over', async () => {
    const eventId = await newLineEvent(database, { opensIn: 3600 });
    await expect(stage.join(eventId)).rejects.toMatchObject({ code: 'line.not_open' });
    await database.query(`update catalog.event set state = 'cancelled' where id = $1`, [eventId]);
    stage.catalog.forget(eventId);
    await stage.tick(eventId);
    await expect(stage.join(eventId)).rejects.toMatchObject({ code: 'line.closed' });
  });

  it('is for confirmed accounts only where the event asks for it', async () => {
    const eventId = await newLineEvent(database, { verifiedAccountRequired: true });
    await expect(stage.join(eventId)).rejects.toMatchObject({ code: 'platform.not_signed_in' });
    await expect(stage.join(eventId, newVisitor({ principal: newPrincipal({ verified: false }) }))).rejects.toMatchObject({ code: 'line.verified_account_required' });
    await expect(stage.join(eventId, newVisitor({ principal: newPrincipal() }))).resolves.toMatchObject({ entry: 0 });
  });

  it('keeps the address of every join', async () => {
    const eventId = await newLineEvent(database);
    await stage.join(eventId, newVisitor({ address: '2001:db8::5' }));
    const rows = await database.query<{ address: string }>('select host(address) as address from waiting_room.entry where event_id = $1', [eventId]);
    expect(rows).toEqual([{ address: '2001:db8::5' }]);
  });

  it('starts again at the end after one has left', async () => {
    const eventId = await newLineEvent(database, { capacity: 2 });
    const [first, second] = [newVisitor(), newVisitor()];
    await stage.join(eventId, first);
    await stage.join(eventId, second);
    await stage.entrance.leave(eventId, first);
    expect(await stage.states(eventId)).toEqual(['left', 'waiting']);
    expect((await stage.join(eventId, first)).entry).toBe(2);
    await stage.tick(eventId);
    expect(await stage.states(eventId)).toEqual(['left', 'called', 'waiting']);
    expect((await stage.line(eventId)).serving).toBe(2);
  });
});

describe('the draw', () => {
  it('takes everybody who entered before the opening and nobody who came in its very second', async () => {
    const eventId = await newLineEvent(database, { draw: true, opensIn: 600, capacity: 1 });
    const before = await stage.joinAll(eventId, 30);
    expect(before.every(({ place }) => place.position === null && place.lineState === 'lottery')).toBe(true);
    await database.advance(600);
    // The controller has not ticked yet: the first join after the opening closes the list.
    const late = await stage.join(eventId);
    expect(late).toMatchObject({ entry: 30, position: 30 });
    await stage.tick(eventId);
    const line = await stage.line(eventId);
    expect(line).toMatchObject({ drawSize: 30, state: 'open' });
    const positions = await Promise.all(before.map(async ({ visitor }) => (await stage.join(eventId, visitor)).position));
    expect([...positions].sort((a, b) => a! - b!)).toEqual(Array.from({ length: 30 }, (_, index) => index));
    expect(positions).not.toEqual(Array.from({ length: 30 }, (_, index) => index));
  });

  it('waits for its public value, and calls nobody before', async () => {
    const eventId = await newLineEvent(database, { draw: true, opensIn: 60, publicValueName: 'Mega-Sena' });
    await stage.joinAll(eventId, 5);
    await stage.tick(eventId);
    expect(await stage.lines.takePublicValue(stage.database.reads, eventId, 'too early')).toBe(false);
    await database.advance(60);
    await stage.tick(eventId);
    expect(await stage.line(eventId)).toMatchObject({ state: 'lottery', drawSize: 5, seed: null, serving: 0 });
    expect(await stage.lines.takePublicValue(stage.database.reads, eventId, '05 12 33')).toBe(true);
    expect(await stage.lines.takePublicValue(stage.database.reads, eventId, 'another')).toBe(false);
    await stage.tick(eventId);
    expect(await stage.line(eventId)).toMatchObject({ state: 'open', serving: 5, publicValue: '05 12 33' });
  });

  it('happens once: neither its size nor its seed can be written again', async () => {
    const eventId = await newLineEvent(database, { draw: true, opensIn: 1 });
    await stage.joinAll(eventId, 3);
    await database.advance(1);
    await stage.tick(eventId);
    const seed = (await stage.line(eventId)).seed;
    await expect(database.query(`update waiting_room.line set seed = '\\x00' where event_id = $1`, [eventId])).rejects.toMatchObject({ constraint: 'drawn_once' });
    await expect(database.query('update waiting_room.line set serving = serving - 1 where event_id = $1', [eventId])).rejects.toMatchObject({ constraint: 'serving_never_falls' });
    expect((await stage.line(eventId)).seed).toEqual(seed);
  });
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
    expect(serving).toBeLessThanOrEqual(8);
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
    expect(await hold(ana, 2)).toBeNull();
    expect(await hold(ana, 1)).toBe('inventory.limit_exceeded');
    expect(await hold(bia, 1)).toBe('line.admission_not_yours');
    expect(await hold(ana, 1, newPrincipal().userId)).toBe('line.admission_not_yours');
    expect(await stage.release(eventId, admissionId, 1)).toBe(true);
    expect(await hold(ana, 1)).toBeNull();
    await database.advance(301);
    expect(await hold(ana, 1)).toBe('line.admission_expired');
    expect(await stage.release(eventId, admissionId, 1)).toBe(false);
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
    await database.query('update inventory.stock set sold = sold - 1 where event_id = $1', [eventId]);
    await stage.tick(eventId);
    await stage.tick(eventId);
    expect(await stage.line(eventId)).toMatchObject({ state: 'open', remaining: 1, serving: 2 });
    expect(await stage.claim(eventId, waiting!)).toMatchObject({ code: 'admitted', ticketLimit: 1 });
  });
});

describe('the opening', () => {
  it('that is moved into the past is now: who had entered is drawn, who comes after is not', async () => {
    const eventId = await newLineEvent(database, { draw: true, opensIn: 7200 });
    await stage.joinAll(eventId, 4);
    await database.query(`update catalog.event set sale_starts_at = platform.now() - interval '1 hour' where id = $1`, [eventId]);
    stage.catalog.forget(eventId);
    await stage.tick(eventId);
    expect((await stage.join(eventId)).position).toBe(4);
    expect(await stage.line(eventId)).toMatchObject({ drawSize: 4, state: 'open' });
    // Once open it is open: a later opening in the catalog changes nothing.
    await database.query(`update catalog.event set sale_starts_at = platform.now() + interval '1 hour' where id = $1`, [eventId]);
    stage.catalog.forget(eventId);
    await stage.tick(eventId);
    expect(await stage.line(eventId)).toMatchObject({ drawSize: 4, state: 'open' });
  });
});

describe('another process', () => {
  it('takes over where the first one stopped, and the first one can no longer act', async () => {
    const eventId = await newLineEvent(database, { capacity: 4 });
    const people = await stage.joinAll(eventId, 3);
    await stage.tick(eventId, 1);
    const other = new LineStage(database, 2);
    await other.tick(eventId);
    const before = await stage.line(eventId);
    expect(before).toMatchObject({ epoch: 2, serving: 2 });
    await stage.join(eventId);
    await database.advance(61);
    await stage.tick(eventId, 1);
    expect(await stage.line(eventId)).toMatchObject({ epoch: 2, serving: 2, callsSaved: before.callsSaved });
    expect(await stage.states(eventId)).toEqual(['called', 'called', 'waiting', 'waiting']);
    await other.tick(eventId);
    expect(await other.states(eventId)).toEqual(['lapsed', 'lapsed', 'called', 'called']);
    expect(await other.claim(eventId, people[2]!)).toMatchObject({ code: 'admitted' });
  });

  it('knows every place after a restart', async () => {
    const eventId = await newLineEvent(database, { draw: true, opensIn: 5 });
    const people = await stage.joinAll(eventId, 8);
    await database.advance(5);
    await stage.tick(eventId);
    const restarted = new LineStage(database, 7);
    for (const { visitor, place } of people) {
      const again = await restarted.join(eventId, visitor);
      expect(again.lineToken).toBe(place.lineToken);
      expect(again.position).not.toBeNull();
    }
  });
});
