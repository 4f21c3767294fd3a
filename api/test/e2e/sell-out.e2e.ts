import { beforeEach, expect, test } from 'vitest';
import { Pool } from 'undici';
import { loadDemo } from '../../src/demo.js';
import { type BoxOffice, openAnother, openBoxOffice } from '../support/box-office.js';
import { demoIsLaidOut } from '../support/demo.js';
import { until } from '../support/eventually.js';
import { type Fan, signedInFans } from '../support/fans.js';
import { expectInvariants } from '../support/invariants.js';
import { TestDatabase } from '../support/test-database.js';
import type { TestHouse } from '../support/test-house.js';

const CASINO = '019aa000-0000-7000-8000-000000000101';
const TICKET_TYPES = [1, 3, 5, 7].map((number) => `019aa000-0000-7000-8000-00000000020${number}`);
const SEATS = 1_200;
const FANS = 5_000;

let database: TestDatabase;
let office: BoxOffice;
let other: TestHouse;

// Anew for each try: what is sold is sold.
beforeEach(async () => {
  database = await TestDatabase.create();
  office = await openBoxOffice(database, { JOINS_PER_ADDRESS_PER_MINUTE: '1000000' });
  await loadDemo(office.house.app);
  other = await openAnother(database, office);
  await demoIsLaidOut(database);
});

interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies freely
  body: any;
}

/** A fan at one of the two processes, whichever a load balancer would choose. */
class Buyer {
  constructor(
    private readonly pool: Pool,
    private readonly fan: Fan,
    private readonly number: number,
  ) {}

  async call(path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await this.pool.request({
      path: `/api/v1/${path}`,
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${this.fan.token}`, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.statusCode, body: await response.body.json() };
  }

  /** Stands in the line until the turn comes or everything is sold; buys what is left of what they like. */
  async buy(serving: () => number, over: () => boolean): Promise<string> {
    const { body: place } = await this.call(`events/${CASINO}/line`, {});
    while (place.position >= serving()) {
      if (over()) return 'told it is sold out';
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const admission = await this.claim(place.lineToken as string);
    if (admission.status !== 201) return admission.body.code as string;
    const holdId = await this.hold(admission.body.admissionToken as string, admission.body.ticketLimit as number);
    if (holdId === null) return 'was called and found no seat';
    const order = await this.call('orders', { holdId, payment: { method: 'card', token: 'tok_ok' } }, { 'idempotency-key': holdId, prefer: 'wait=30' });
    return order.status === 202 ? this.outcome(order.body.id as string) : ((order.body.state ?? order.body.code) as string);
  }

  private outcome(orderId: string): Promise<string> {
    return until(async () => {
      const { body } = await this.call(`orders/${orderId}`);
      return body.state !== 'awaiting_payment' && (body.state as string);
    }, 'the outcome');
  }

  /** The other process may know of a call a moment later: 425 says when to come again. */
  private async claim(lineToken: string): Promise<Answer> {
    for (;;) {
      const answer = await this.call(`events/${CASINO}/admissions`, { lineToken });
      if (answer.status !== 425) return answer;
      await new Promise((resolve) => setTimeout(resolve, answer.body.retryAfterMs as number));
    }
  }

  private async hold(admissionToken: string, limit: number): Promise<string | null> {
    for (let quantity = limit; quantity > 0; quantity -= 1) {
      for (let step = 0; step < TICKET_TYPES.length; step += 1) {
        const ticketTypeId = TICKET_TYPES[(this.number + step) % TICKET_TYPES.length];
        const { status, body } = await this.call(`events/${CASINO}/holds`, { ticketTypeId, quantity }, { 'x-admission': admissionToken });
        if (status === 201) return body.id as string;
      }
    }
    return this.byName(admissionToken);
  }

  /** Wheelchair places are sold by name when nothing else is left: whoever was called gets what there is. */
  private async byName(admissionToken: string): Promise<string | null> {
    const free = await database.query<{ id: string }>(`select id from inventory.seat where event_id = $1 and state = 'free' order by random() limit 5`, [CASINO]);
    for (const { id } of free) {
      const { status, body } = await this.call(`events/${CASINO}/holds`, { seats: [id] }, { 'x-admission': admissionToken });
      if (status === 201) return body.id as string;
    }
    return null;
  }
}

test(`${SEATS} seats and ${FANS} buyers at once on two processes: every seat is sold, to nobody twice`, async () => {
  const fans = await signedInFans(database, FANS);
  const pools = [office.house.url, other.url].map((url) => new Pool(url, { connections: 150 }));
  // One poll for all, as a cache in front would make of theirs.
  const board = { serving: 0, state: 'open' };
  let selling = true;
  const watching = (async () => {
    while (selling) {
      const now = (await (await fetch(`${other.url}/api/v1/events/${CASINO}/serving`)).json()) as typeof board;
      expect(now.serving).toBeGreaterThanOrEqual(board.serving);
      Object.assign(board, now);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  const outcomes = await Promise.all(fans.map((fan, number) => new Buyer(pools[number % 2] as Pool, fan, number).buy(() => board.serving, () => board.state === 'sold_out')));
  selling = false;
  await watching;
  await Promise.all(pools.map((pool) => pool.close()));

  const counts = Object.fromEntries(Object.entries(Object.groupBy(outcomes, (outcome) => outcome)).map(([outcome, all]) => [outcome, all?.length]));
  const [stock] = await database.query('select sold, held, promised from inventory.stock where event_id = $1', [CASINO]);
  expect(stock, JSON.stringify(counts)).toEqual({ sold: SEATS, held: 0, promised: 0 });
  expect(counts['was called and found no seat'], JSON.stringify(counts)).toBeUndefined();
  const [tickets] = await database.query<{ tickets: number; places: number; codes: number }>(
    'select count(*) as tickets, count(distinct label) as places, count(distinct code_id) as codes from tickets.ticket where event_id = $1', [CASINO]);
  expect(tickets).toEqual({ tickets: SEATS, places: SEATS, codes: SEATS });
  const charges = Object.values(office.simulators).flatMap((simulator) => simulator.charges()).filter(({ state: charge }) => charge === 'captured');
  expect(new Set(charges.map(({ purchase }) => purchase)).size).toBe(charges.length);
  expect(charges, JSON.stringify(counts)).toHaveLength(counts['confirmed'] as number);
  await expectInvariants(database);
}, 1_800_000);
