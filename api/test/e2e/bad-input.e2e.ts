import fc from 'fast-check';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, SignedTokens, translations } from '#platform';
import { type BadRequest, documentedOperations, type KnownIds, type Operation } from '../support/bad-input.js';
import { flawedRequests, oddRequests } from '../support/bad-requests.js';
import { type BoxOffice, openBoxOffice } from '../support/box-office.js';
import { Client } from '../support/client.js';
import { signedInFans } from '../support/fans.js';
import { expectInvariants } from '../support/invariants.js';
import { changed, RowDigest } from '../support/row-digest.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/eventually.js';

/** `BAD_INPUT_SEED` repeats a run, `BAD_INPUT_RUNS` asks for more requests of each caller to each call (16, and fewer where a machine is slow). */
const seed = Number(process.env['BAD_INPUT_SEED'] ?? Date.now() % 2 ** 31);
const asked = Number(process.env['BAD_INPUT_RUNS'] ?? 0);
// The whole file within a minute on a busy machine.
const UNHURRIED_MS = 40_000;
const RUNS = 16;
const runs = (): number => asked || (performance.now() < UNHURRIED_MS ? RUNS : 2);
console.log(`bad input: BAD_INPUT_SEED=${seed}`);

const operations = documentedOperations();
const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());

let database: TestDatabase;
let office: BoxOffice;
let rows: RowDigest;
let ids: KnownIds;
/** The tokens of those to whom the things of `ids` belong. */
let owners: string[];
let tokens: string[];

beforeAll(async () => {
  database = await TestDatabase.create();
  office = await openBoxOffice(database);
  rows = await RowDigest.of(database);
  ({ ids, owners } = await furnish());
  tokens = collectTokens();
  // The order's confirmation, its receipt and the top-up's.
  await until(async () => (await database.query('select from notifications.mailbox')).length >= 3);
  await rows.quiet();
});
afterAll(() => expectInvariants(database));

/** Events, holds, orders, tickets, payments and accounts that belong to others than the callers. */
async function furnish(): Promise<{ ids: KnownIds; owners: string[] }> {
  const [organiser, administrator] = await callers(['organiser', 'administrator']);
  const { client: owner, userId } = organiser!;
  const { body: company } = await administrator!.client.expect(201, 'POST', 'organisers', { name: 'Produtora' });
  await administrator!.client.expect(204, 'POST', `organisers/${company.id}/members`, { userId });
  const { body: venue } = await owner.expect(201, 'POST', 'venues', { organiserId: company.id, name: 'Casa', city: 'Recife', timezone: 'America/Recife' });
  // Held for an hour: on a busy machine all of this takes longer than the usual seven minutes, and a hold that ends is a row that changes.
  const draft = { organiserId: company.id, venueId: venue.id, title: 'Choro', standing: [{ name: 'Pista', capacity: 60 }], startsAt: inDays(30), saleStartsAt: inDays(-1), holdSeconds: 3_600 };
  const events = await Promise.all([{ lineRequired: false }, { lineRequired: true }, {}].map(async (terms) => (await owner.expect(201, 'POST', 'events', { ...draft, ...terms })).body.id as string));
  const types = await Promise.all(events.map(async (eventId) => (await owner.expect(201, 'POST', `events/${eventId}/ticket-types`, { name: 'Inteira', category: 'Pista', kind: 'standing', price: brl(5_000) })).body.id as string));
  const { body: product } = await owner.expect(201, 'POST', `events/${events[0]}/products`, { name: 'Copo', price: brl(1_500), stock: 10 });
  for (const eventId of events.slice(0, 2)) await owner.expect(200, 'POST', `events/${eventId}/publish`);
  await until(async () => (await database.query('select from inventory.stock where event_id = any($1::uuid[])', [events])).length === 2);

  // Resting, so that nobody is called while rows are compared.
  await owner.expect(200, 'PATCH', `events/${events[1]}/line`, { paused: true });
  await until(async () => (await database.query("select from waiting_room.line where event_id = $1 and state = 'paused'", [events[1]])).length === 1);

  const [buyer] = await callers(['fan']);
  const { client: fan, userId: fanId } = buyer!;
  const hold = async () => (await fan.expect(201, 'POST', `events/${events[0]}/holds`, { ticketTypeId: types[0], quantity: 1 })).body.id as string;
  const sold = await hold();
  const { body: order } = await fan.order(sold, { method: 'card', token: 'tok_ok' });
  const { body: topUp } = await fan.expect(201, 'POST', 'wallet/top-ups', { amount: brl(1_000), payment: { method: 'card', token: 'tok_ok' } }, { 'idempotency-key': 'one', prefer: 'wait=30' });
  const made = {
    eventId: events, ticketTypeId: types, productId: [product.id], organiserId: [company.id], venueId: [venue.id], userId: [userId, fanId],
    holdId: [sold, await hold()], orderId: [order.id], ticketId: [order.tickets[0].id], paymentId: [topUp.id], gateway: ['aurora'],
    version: [1, 2], currency: ['BRL'], timezone: ['America/Recife'], category: ['Pista'], token: ['tok_ok', 'tok_declined'], url: ['/api/v1/pictures/a.svg'],
  };
  return { ids: made, owners: [buyer!.token, organiser!.token] };
}

/** Tokens that are ours, but altered, over, or for something else. */
function collectTokens(): string[] {
  const signed = office.house.app.get(SignedTokens);
  const hour = 3_600_000;
  const place = { eventId: ids['eventId']![1], entry: 1, entryId: newId(), deviceId: newId() };
  const admission = { admissionId: newId(), eventId: ids['eventId']![1], entry: 1 };
  const good = [signed.sign('line', place), signed.sign('admission', admission, new Date(Date.now() + hour)), signed.sign('device', { id: newId() })];
  const none = `${Buffer.from('{"alg":"none","kid":"test"}').toString('base64url')}.${Buffer.from(JSON.stringify(place)).toString('base64url')}.`;
  return [...good, ...good.map((token) => `${token.slice(0, -3)}xyz`), signed.sign('admission', admission, new Date(Date.now() - hour)), none, 'a.b.c', '..', '{}', 'x'.repeat(2_000)];
}

/** New people of these roles, signed in; each test has its own, because some calls end sessions. */
async function callers(roles: string[]): Promise<{ role: string; userId: string; token: string; client: Client }[]> {
  const people = await signedInFans(database, roles.length);
  await database.query('update identity.user set role = new.role from unnest($1::uuid[], $2::text[]) as new (id, role) where "user".id = new.id', [people.map(({ userId }) => userId), roles]);
  return people.map(({ userId, token }, index) => {
    const client = new Client(office.house.url);
    client.use(token);
    return { role: roles[index]!, userId, token, client };
  });
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

/** Byte for byte what a test says; `fetch` would mend some of it. */
function send(method: string, { path, headers, body }: BadRequest, token?: string): Promise<Answer> {
  const { hostname, port } = new URL(office.house.url);
  return new Promise((resolve, reject) => {
    const exchange = httpRequest({ hostname, port, method, path, agent, headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }), ...headers } }, (response) => {
      const answer = { status: response.statusCode ?? 0, headers: response.headers };
      if (/event-stream/.test(response.headers['content-type'] ?? '')) {
        exchange.destroy();
        resolve({ ...answer, text: '' });
        return;
      }
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => resolve({ ...answer, text })).on('error', reject);
    });
    exchange.on('error', reject).setTimeout(60_000, () => exchange.destroy(new Error('no answer'))).end(body);
  });
}

/** @throws when the answer is none that a client could work with. */
function judge({ status, headers, text }: Answer, request: BadRequest): void {
  if (status < 400) return;
  const told = `${request.flaw}: ${status} ${text.slice(0, 500)}`;
  if (status >= 500) throw new Error(`a defect, not a refusal. ${told}`);
  if (!headers['content-type']?.startsWith('application/problem+json')) throw new Error(`no problem+json. ${told}`);
  const problem = JSON.parse(text) as { code: string; title: string; status: number };
  const sentences = translations[problem.code];
  if (problem.status !== status || !sentences || !Object.values(sentences).includes(problem.title)) throw new Error(`no code with a translation. ${told}`);
}

const brl = (amountCents: number) => ({ amountCents, currency: 'BRL' });
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const check = (arbitrary: fc.Arbitrary<BadRequest>, property: (request: BadRequest) => Promise<void>, numRuns: number): Promise<void> =>
  fc.assert(fc.asyncProperty(arbitrary, property), { seed, numRuns, plugins: [fc.interruptAfterTimeLimit(4_000)] });

async function everybody(): Promise<{ role: string; token?: string }[]> {
  return [{ role: 'nobody' }, ...(await callers(['fan', 'organiser', 'administrator']))];
}

describe.each(operations.map((operation): [string, Operation] => [`${operation.method} ${operation.path}`, operation]))('%s', (_name, operation) => {
  test('refuses what it does not document, and changes nothing', async () => {
    const flawed = flawedRequests(operation, ids);
    if (!flawed) return;
    const people = [...(await everybody()), ...owners.map((token) => ({ role: 'owner', token }))];
    const before = await rows.now();
    for (const { token } of people) {
      await check(flawed, async (request) => {
        const answer = await send(operation.method, request, token);
        if (answer.status < 400) throw new Error(`let in. ${request.flaw}: ${answer.status} ${answer.text.slice(0, 300)}`);
        judge(answer, request);
      }, runs());
    }
    expect(changed(before, await rows.now())).toEqual([]);
  });

  test('stands odd headers and made-up ids, and a refusal changes nothing', async () => {
    const people = await everybody();
    let before = await rows.now();
    for (const { role, token } of people) {
      // An administrator may do anything to what exists, so it is shown nothing that the other tests need.
      await check(oddRequests(operation, role === 'administrator' ? {} : ids, tokens), async (request) => {
        const answer = await send(operation.method, request, token);
        judge(answer, request);
        if (operation.method === 'GET') return;
        if (answer.status < 400) before = await rows.quiet();
        else expect(changed(before, await rows.now()), `refused with ${answer.status}, but changed`).toEqual([]);
      }, Math.ceil(runs() / 4));
    }
    expect(changed(before, await rows.now())).toEqual([]);
  });
});

// Whose they are decides; that they exist is a secret.
const personal = ['holdId', 'orderId', 'ticketId', 'paymentId'];
const owned = operations.filter(({ path, forRoles }) => personal.some((name) => path.includes(`{${name}}`)) || (forRoles && /\{(eventId|organiserId|venueId|ticketTypeId|productId)\}/.test(path)));

describe('what belongs to another', () => {
  test.each(owned.map((operation): [string, Operation] => [`${operation.method} ${operation.path}`, operation]))('%s does not exist for a stranger', async (_name, operation) => {
    const [fan, organiser] = await callers(['fan', 'organiser']);
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => String(ids[name]?.[0] ?? newId()));
    const before = await rows.now();
    const plain = { path, headers: { 'idempotency-key': newId() }, flaw: "another's" };
    for (const { token } of [fan!, organiser!]) {
      const bodies = operation.body === undefined ? [undefined] : fc.sample(oddRequests(operation, {}, tokens), { seed, numRuns: 5 }).map(({ body }) => body);
      for (const body of bodies) {
        const answer = await send(operation.method, { ...plain, ...(body !== undefined && { body, headers: { ...plain.headers, 'content-type': 'application/json' } }) }, token);
        judge(answer, plain);
        expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
        if (body === undefined) expect([403, 404], answer.text).toContain(answer.status);
      }
    }
    expect(changed(before, await rows.now())).toEqual([]);
  });

  test("another's hold cannot be ordered", async () => {
    const [fan] = await callers(['fan']);
    // Ordered, live, and never made: a stranger is told the same of all three.
    for (const holdId of [...ids['holdId']!.map(String), newId()]) {
      const { status, body } = await fan!.client.order(holdId, { method: 'card', token: 'tok_ok' });
      expect([status, body.code]).toEqual([404, 'orders.hold_not_found']);
    }
  });
});

describe('what is one\'s own', () => {
  let world: KnownIds;
  let people: string[];
  const letIn = new Set<string>();
  beforeAll(async () => {
    ({ ids: world, owners: people } = await furnish());
  });

  // What ends things comes last, so that the others find them alive.
  const rank = ({ method, path }: Operation): number => (method === 'DELETE' || /cancel|close|postpone|sign-out/.test(path) ? 1 : 0);
  const ordered = operations.filter(({ open }) => !open).toSorted((a, b) => rank(a) - rank(b));

  test.each(ordered.map((operation): [string, Operation] => [`${operation.method} ${operation.path}`, operation]))('%s stands every documented form of its own input', async (_name, operation) => {
    for (const token of people) {
      await check(oddRequests(operation, world, tokens), async (request) => {
        const answer = await send(operation.method, request, token);
        judge(answer, request);
        expect(answer.status).toBeLessThan(500);
        if (answer.status < 400) letIn.add(operation.operationId);
        // As many on a slow machine: with too few of them nothing might be let in.
      }, asked || RUNS);
    }
  });

  test('is reached: many of these requests are let in', () => {
    expect(letIn.size).toBeGreaterThan(10);
  });
});
