import type { FastifyInstance } from 'fastify';
import type { Charge, DisputeState } from './book.ts';
import type { Clock } from './clock.ts';
import type { Desk } from './desk.ts';
import { isRecord, wholeNumber } from './dialect.ts';
import { FAULT_KINDS, OPERATIONS, type Fault, type Faults } from './faults.ts';
import type { Provider } from './provider.ts';
import type { Webhooks } from './webhooks.ts';

export interface Machine {
  provider: Provider;
  desk: Desk;
  faults: Faults;
  clock: Clock;
  webhooks: Webhooks;
  /** Refuses connections for so long, these ones included. */
  refuse(seconds: number): Promise<void>;
}

const known = (body: unknown, keys: readonly string[]): Record<string, unknown> => {
  if (!isRecord(body)) throw new BadControl('A JSON object is expected.');
  const stranger = Object.keys(body).find((key) => !keys.includes(key));
  if (stranger) throw new BadControl(`Unknown field: ${stranger}. Known: ${keys.join(', ')}.`);
  return body;
};

class BadControl extends Error {
  readonly statusCode = 400;
}

const numbers = (body: unknown, keys: readonly string[]): Record<string, number> => {
  const fields = known(body, keys);
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new BadControl(`${key} must be a number, not negative.`);
  }
  return fields as Record<string, number>;
};

const FAULT_FIELDS = ['kind', 'operation', 'method', 'token', 'reference', 'purchase', 'probability', 'count', 'delayMs', 'amountCents'];
const DISPUTE_STATES: readonly DisputeState[] = ['opened', 'won', 'lost'];
const HABITS = ['duplicate', 'lose', 'reorder', 'reorderMs', 'delayMs', 'batchMax'];

const faultOf = (body: unknown): Fault => {
  const fault = known(body, FAULT_FIELDS) as unknown as Fault;
  if (!FAULT_KINDS.includes(fault.kind)) throw new BadControl(`Unknown kind. Known: ${FAULT_KINDS.join(', ')}.`);
  if (fault.operation !== undefined && !OPERATIONS.includes(fault.operation)) throw new BadControl(`Unknown operation. Known: ${OPERATIONS.join(', ')}.`);
  return fault;
};

/** What steers the simulation. Nobody but tests and rehearsals calls it, and a merchant's code never does. */
export function controlRoutes(app: FastifyInstance, machine: Machine): void {
  const { provider, desk, faults, clock, webhooks } = machine;

  app.get('/_control', () => ({
    now: new Date(clock.now()).toISOString(),
    faults: faults.standing,
    latency: desk.latency,
    settings: provider.settings,
    webhooks: { habits: webhooks.habits, counts: webhooks.counts },
    book: provider.book.summary(),
  }));

  app.post('/_control/faults', (request) => {
    faults.add(faultOf(request.body));
    return { faults: faults.standing };
  });
  app.delete('/_control/faults', () => {
    faults.clear();
    return { faults: [] };
  });

  app.put('/_control/latency', (request) => {
    const { meanMs = 0, jitterMs = 0 } = numbers(request.body, ['meanMs', 'jitterMs']);
    return (desk.latency = { meanMs, jitterMs });
  });

  app.put('/_control/webhooks', (request) => {
    return Object.assign(webhooks.habits, numbers(request.body, HABITS));
  });

  app.put('/_control/recipient', (request) => {
    const { url } = known(request.body, ['url']);
    if (typeof url !== 'string' || !URL.canParse(url)) throw new BadControl('url must be a URL.');
    webhooks.recipient.url = url;
    return { url };
  });

  app.put('/_control/settings', (request) => {
    const { slowMs, pixPaidAfterSeconds } = known(request.body, ['slowMs', 'pixPaidAfterSeconds']);
    if (typeof slowMs === 'number') provider.settings.slowMs = desk.slowMs = slowMs;
    if (typeof pixPaidAfterSeconds === 'number' || pixPaidAfterSeconds === null) provider.settings.pixPaidAfterSeconds = pixPaidAfterSeconds;
    return provider.settings;
  });

  app.post('/_control/clock', (request) => {
    const { advanceSeconds = 0 } = numbers(request.body, ['advanceSeconds']);
    clock.advance(advanceSeconds * 1_000);
    return { now: new Date(clock.now()).toISOString() };
  });

  app.post('/_control/refuse', async (request) => {
    const { seconds = 1 } = numbers(request.body, ['seconds']);
    setImmediate(() => void machine.refuse(seconds));
    return { seconds };
  });

  app.post('/_control/pay', async (request, reply) => {
    const body = known(request.body, ['id', 'reference', 'purchase', 'brCode', 'late', 'amountCents']);
    const charge = chargeOf(provider, body);
    if (!charge) return reply.code(404).send({ message: 'No such charge.' });
    const how = { late: body['late'] === true, ...(typeof body['amountCents'] === 'number' && { amountCents: body['amountCents'] }) };
    if (!provider.pay(charge, how)) return reply.code(409).send({ message: `The charge is ${charge.state}.` });
    return { id: charge.id, state: charge.state, endToEndId: charge.pix?.endToEndId };
  });

  app.post('/_control/disputes', async (request, reply) => {
    const body = known(request.body, ['id', 'reference', 'purchase', 'state', 'amountCents']);
    const { state = 'opened', amountCents } = body;
    if (!DISPUTE_STATES.includes(state as DisputeState)) throw new BadControl(`Unknown state. Known: ${DISPUTE_STATES.join(', ')}.`);
    const charge = chargeOf(provider, body);
    if (!charge) return reply.code(404).send({ message: 'No such charge.' });
    const dispute = provider.dispute(charge, state as DisputeState, typeof amountCents === 'number' ? amountCents : undefined);
    return dispute ?? reply.code(409).send({ message: 'The charge is not captured, or its dispute cannot become that.' });
  });

  app.get('/_control/book', (request) => {
    const query = request.query as Record<string, unknown>;
    const { reference, purchase } = query;
    const limit = Math.min(wholeNumber(query['limit']) ?? 1_000, 10_000);
    let cursor = wholeNumber(query['cursor']);
    const wanted: Charge[] = [];
    // Who looks for one payment's charges gets them, however many others came before.
    do {
      const page = provider.book.list({ ...(cursor !== undefined && { cursor }), limit });
      wanted.push(...page.charges.filter((charge) => (reference === undefined || charge.reference === reference) && (purchase === undefined || charge.purchase === purchase)));
      cursor = page.cursor;
    } while (wanted.length === 0 && cursor !== undefined);
    return { charges: wanted, nextCursor: cursor ?? null };
  });
  app.get('/_control/book/summary', () => provider.book.summary());
}

const chargeOf = (provider: Provider, by: Record<string, unknown>): Charge | undefined => {
  if (typeof by['id'] === 'string') return provider.book.find(by['id']);
  if (typeof by['reference'] === 'string') return provider.book.withReference(by['reference']).at(-1);
  return provider.book.last(
    (charge) => (by['purchase'] !== undefined && charge.purchase === by['purchase']) || (by['brCode'] !== undefined && charge.pix?.brCode === by['brCode']),
  );
};
