/**
 * A real process whose orders take a quarter of a second each, in the database, so that four a second is what holds on any machine;
 * three times as many people come.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, Client } from '../support/client.js';
import { eventually, until } from '../support/eventually.js';
import { signedInFans } from '../support/fans.js';
import { expectInvariants } from '../support/invariants.js';
import { type HouseProcess, Office } from '../support/processes.js';
import { TestDatabase } from '../support/test-database.js';

const CASINO = '019aa000-0000-7000-8000-000000000101';
const STALLS = '019aa000-0000-7000-8000-000000000205';
const ORDER_SECONDS = 0.25;
const FANS = 60;
const FANS_PER_SECOND = 12;
// A noisy machine makes a quiet process wait tens of milliseconds; the queue of the orders makes this one wait seconds.
const SHED_AT_WAIT_MS = '400';

let database: TestDatabase;
let house: HouseProcess;
beforeAll(async () => {
  database = await TestDatabase.create();
  const office = await Office.open(database);
  house = await office.start('all', { SHED_AT_WAIT_MS });
  await office.announceTo(house);
  await until(async () => (await database.query('select from inventory.stock')).length === 3);
  // Starting is work, too.
  await until(() => (levelsTold().at(-1) ?? 'calm') === 'calm');
  house.log.length = 0;
  await database.query(`create function public.take_long() returns trigger language plpgsql as $$ begin perform pg_sleep(${ORDER_SECONDS}); return new; end $$`);
  await database.query('create trigger take_long before insert on orders."order" for each row execute function public.take_long()');
}, 180_000);

type Kind = 'map' | 'join' | 'serving';

/** People who only look around, or want to join, all the while. */
class Wanderers {
  readonly refusals: Answer<{ code: string; requestId: string }>[] = [];
  readonly refused: Record<Kind, number> = { map: 0, join: 0, serving: 0 };
  readonly strange: string[] = [];
  heldBackSeen = false;
  private going = true;
  private readonly asked: Promise<void>[] = [];
  private readonly paths: Record<Kind, [string, string]> = {
    map: ['GET', `events/${CASINO}/seats`],
    join: ['POST', `events/${CASINO}/line`],
    serving: ['GET', `events/${CASINO}/serving`],
  };

  /** Each kind twenty times a second, whatever becomes of the ones before. */
  async wander(): Promise<void> {
    while (this.going) {
      for (const kind of Object.keys(this.paths) as Kind[]) this.asked.push(this.ask(kind));
      await delay(50);
    }
    await Promise.all(this.asked);
  }

  stop(): void {
    this.going = false;
  }

  private async ask(kind: Kind): Promise<void> {
    const answer = await new Client(house.url).call(...this.paths[kind]);
    if (kind === 'serving') this.heldBackSeen ||= answer.body.heldBack === true;
    if (answer.status === 503) {
      this.refused[kind] += 1;
      this.refusals.push(answer);
    } else if (answer.status >= 300) this.strange.push(`${kind}: ${answer.status}`);
  }
}

/** From the line to the ticket; who has a place is refused nothing any more. */
async function buy(token: string): Promise<string> {
  const fan = new Client(house.url);
  fan.use(token);
  const place = await joined(fan);
  const admission = await patiently(() => fan.call('POST', `events/${CASINO}/admissions`, { lineToken: place }), 425);
  if (admission.status !== 201) return `admission: ${admission.status}`;
  const hold = await fan.call('POST', `events/${CASINO}/holds`, { ticketTypeId: STALLS, quantity: 1 }, { 'x-admission': admission.body.admissionToken });
  if (hold.status !== 201) return `hold: ${hold.status} ${hold.body.code}`;
  const map = await fan.call('GET', `events/${CASINO}/seats`, undefined, { 'x-admission': admission.body.admissionToken });
  if (map.status !== 200) return `map: ${map.status}`;
  const order = await fan.call('POST', 'orders', { holdId: hold.body.id, payment: { method: 'card', token: 'tok_ok' } }, { 'idempotency-key': randomUUID(), prefer: 'wait=8' });
  if (order.status !== 201 && order.status !== 202) return `order: ${order.status} ${order.body.code}`;
  return eventually(async () => {
    const { status, body } = await fan.call('GET', `orders/${order.body.id}`);
    if (status === 200) expect(body.state).not.toBe('awaiting_payment');
    return status === 200 ? (body.state as string) : `order: ${status}`;
  });
}

async function joined(fan: Client): Promise<string> {
  for (;;) {
    const { status, headers, body } = await fan.call('POST', `events/${CASINO}/line`);
    if (status === 201) return body.lineToken as string;
    if (status !== 503) throw new Error(`join: ${status}`);
    await delay(Number(headers.get('retry-after')) * 1_000);
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies freely
async function patiently(ask: () => Promise<Answer<any>>, again: number): Promise<Answer<any>> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== again) return answer;
    await delay(Math.min(1_000, answer.body.retryAfterMs as number));
  }
}

const levelsTold = () => house.log.flatMap((line) => /the load is now (\w+)/.exec(line)?.[1] ?? []);

async function metric(name: string): Promise<Map<string, number>> {
  const { body } = await new Client(house.url).expect<string>(200, 'GET', '/metrics');
  return new Map([...body.matchAll(new RegExp(`^${name}(\\{.*\\})? (\\d+)$`, 'gm'))].map(([, labels = '', value]) => [labels, Number(value)]));
}

/** Every look at the line while the sale goes on. */
async function watchLine(going: () => boolean): Promise<{ heldBack: boolean; serving: number; waiting: number }[]> {
  const looks: { heldBack: boolean; serving: number; waiting: number }[] = [];
  while (going()) {
    looks.push(...(await database.query<(typeof looks)[number]>('select held_back as "heldBack", serving, next_entry - serving as waiting from waiting_room.line where event_id = $1', [CASINO])));
    await delay(50);
  }
  return looks;
}

describe('at three times the rate that holds', () => {
  test('what can wait is refused first, then the line stands still, then joins are refused; who was called buys; and it recovers by itself', async () => {
    const wanderers = new Wanderers();
    const wandering = wanderers.wander();
    let selling = true;
    const looking = watchLine(() => selling);
    const fans = await signedInFans(database, FANS);
    const outcomes = await Promise.all(fans.map(async ({ token }, number) => {
      await delay((number * 1_000) / FANS_PER_SECOND);
      return buy(token);
    }));
    selling = false;
    await until(() => levelsTold().at(-1) === 'calm');
    wanderers.stop();
    await wandering;

    expect(outcomes).toEqual(fans.map(() => 'confirmed'));
    expect(wanderers.strange).toEqual([]);

    // One level after the other, up and down.
    const order = ['calm', 'busy', 'strained', 'overwhelmed'];
    const ranks = ['calm', ...levelsTold()].map((level) => order.indexOf(level));
    ranks.slice(1).forEach((rank, index) => expect(Math.abs(rank - ranks[index]!)).toBe(1));
    expect(Math.max(...ranks)).toBe(3);

    // What is refused first at every level, what late at the last only, and what never at none.
    const shed = await metric('catraca_requests_shed_total');
    expect([...shed.keys()].toSorted()).toEqual([
      '{shed="first",level="busy"}', '{shed="first",level="overwhelmed"}', '{shed="first",level="strained"}', '{shed="late",level="overwhelmed"}',
    ]);
    expect([wanderers.refused.map > 0, wanderers.refused.join > 0, wanderers.refused.serving]).toEqual([true, true, 0]);
    for (const { headers, body } of wanderers.refusals) {
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(2);
      expect(body).toMatchObject({ code: 'platform.overloaded', requestId: headers.get('x-request-id') });
    }

    // The serving number stood while the line was held back, though people waited.
    const looks = await looking;
    const stood = looks.filter(({ heldBack }, index) => heldBack && looks[index - 1]?.heldBack);
    expect(stood.some(({ waiting }) => waiting > 0)).toBe(true);
    looks.forEach(({ heldBack, serving }, index) => {
      const before = looks[index - 1];
      if (heldBack && before?.heldBack) expect(serving).toBe(before.serving);
    });
    expect(wanderers.heldBackSeen).toBe(true);

    const late = new Client(house.url);
    await late.expect(200, 'GET', `events/${CASINO}/seats`);
    await late.expect(201, 'POST', `events/${CASINO}/line`);
    await expectInvariants(database, 'I1', 'I2', 'I4', 'I5', 'I6', 'I7', 'I8');
  }, 300_000);
});
