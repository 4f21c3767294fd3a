import { afterEach, beforeAll, describe, expect, it } from 'vitest';
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
