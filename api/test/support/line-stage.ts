import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Catalog } from '#catalog';
import { afterCommit, Config, type Database, Keyring, type Load, type LoadLevel, Log, Metrics, newId, Outbox, RateLimit, Signals, SignedTokens } from '#platform';
import { HoldRepository } from '../../src/inventory/hold.repository.js';
import { Inventory } from '../../src/inventory/inventory.js';
import { InventoryMetrics } from '../../src/inventory/inventory-metrics.js';
import { Places } from '../../src/inventory/places.js';
import { SeatPlans } from '../../src/inventory/seat-plan.repository.js';
import { SeatRepository } from '../../src/inventory/seat.repository.js';
import { StockRepository } from '../../src/inventory/stock.repository.js';
import { AdmissionRepository } from '../../src/waiting-room/admission.repository.js';
import { Admissions } from '../../src/waiting-room/admissions.js';
import { Claiming } from '../../src/waiting-room/claiming.js';
import { Doorkeeper, type Visitor } from '../../src/waiting-room/doorkeeper.js';
import { Entrance } from '../../src/waiting-room/entrance.js';
import { EntryRepository } from '../../src/waiting-room/entry.repository.js';
import { Joining } from '../../src/waiting-room/joining.js';
import { LineDriver } from '../../src/waiting-room/line-driver.js';
import { LineDrive } from '../../src/waiting-room/line-drive.js';
import { LineMetrics } from '../../src/waiting-room/line-metrics.js';
import { LineRepository } from '../../src/waiting-room/line.repository.js';
import { LineSchedule } from '../../src/waiting-room/line-schedule.js';
import { LineTokens } from '../../src/waiting-room/line-tokens.js';
import { ServingBoard } from '../../src/waiting-room/serving-board.js';
import { Turns } from '../../src/waiting-room/turns.js';
import { testEnvironment } from './test-house.js';
import type { TestDatabase } from './test-database.js';

/** What a test says of its event; the rest is ordinary. */
export interface EventOptions {
  capacity?: number;
  /** Seconds from now; negative: open already. */
  opensIn?: number;
  draw?: boolean;
  publicValueName?: string | null;
  sessionTicketLimit?: number;
  claimSeconds?: number;
  admissionSeconds?: number;
  verifiedAccountRequired?: boolean;
  challengeRequired?: boolean;
}

/** An event of one standing place with a line, published and laid out without HTTP. */
export async function newLineEvent(database: TestDatabase, options: EventOptions = {}): Promise<string> {
  const { capacity = 10, opensIn = -60, draw = false, publicValueName = null, sessionTicketLimit = 2, claimSeconds = 60, admissionSeconds = 300 } = options;
  const [organiserId, venueId, eventId] = [newId(), newId(), newId()];
  await database.query(`insert into catalog.organiser (id, name) values ($1, 'Casa')`, [organiserId]);
  await database.query(`insert into catalog.venue (id, organiser_id, name, city, timezone) values ($1, $2, 'Praça', 'Recife', 'America/Recife')`, [venueId, organiserId]);
  await database.query(
    `insert into catalog.event (id, organiser_id, venue_id, state, title, kind, starts_at, sale_starts_at, line_required, draw_at_opening, public_draw_value_name,
       verified_account_required, challenge_required, session_ticket_limit, buyer_ticket_limit, claim_seconds, admission_seconds, hold_seconds, payment_window_seconds,
       grace_seconds, capacity, published_at, search_text)
     values ($1, $2, $3, 'published', 'Show', 'concert', platform.now() + interval '30 days', platform.now() + make_interval(secs => $4), true, $5, $6,
       $7, $8, $9, 100, $10, $11, 420, 300, 60, $12, platform.now(), 'show')`,
    [eventId, organiserId, venueId, opensIn, draw, publicValueName, options.verifiedAccountRequired ?? false, options.challengeRequired ?? false, sessionTicketLimit, claimSeconds, admissionSeconds, capacity],
  );
  await database.query(
    `insert into catalog.ticket_type (id, event_id, name, category, kind, price_cents, half_price, proof_required, holder_required) values ($1, $2, 'Inteira', 'Pista', 'standing', 10000, false, false, false)`,
    [newId(), eventId],
  );
  await database.query(`insert into inventory.stock (event_id, capacity, seat_id_prefix) values ($1, $2, $3)`, [eventId, capacity, eventId.slice(0, 28)]);
  await database.query(`insert into inventory.section (id, event_id, key, name, category, kind, rank, capacity) values ($1, $2, 'pista', 'Pista', 'Pista', 'standing', 0, $3)`, [newId(), eventId, capacity]);
  return eventId;
}

/** The line's use cases as one process has them, without HTTP and without a driver of their own: the test ticks. */
export class LineStage {
  readonly database: Database;
  readonly lines = new LineRepository();
  readonly catalog: Catalog;
  readonly admissions = new Admissions(new AdmissionRepository());
  readonly schedule: LineSchedule;
  readonly entrance: Entrance;
  readonly turns: Turns;
  readonly board: ServingBoard;
  readonly tokens: LineTokens;
  readonly inventory: Inventory;
  /** Of all processes that sell, as the test wants it. */
  readonly load: Pick<Load, 'utilizationOfTheSale'> & { ofTheSale: LoadLevel } = { ofTheSale: 'calm', utilizationOfTheSale: 0 };
  readonly #drive: LineDrive;
  readonly #holds: { admissionId: string; holdId: string; quantity: number }[] = [];

  constructor(
    private readonly test: TestDatabase,
    readonly epoch = 1,
  ) {
    const config = Config.parse(testEnvironment(test, '.'));
    this.database = test.open(8);
    this.catalog = new Catalog(this.database);
    const keyring = new Keyring(config);
    const [entries, admissions] = [new EntryRepository(), new AdmissionRepository()];
    this.tokens = new LineTokens(new SignedTokens(keyring));
    this.schedule = new LineSchedule(this.database, this.lines, this.catalog, config);
    this.board = new ServingBoard(this.database, this.lines, this.schedule, new Log(config));
    const metrics = new LineMetrics(new Metrics(), this.board);
    this.entrance = new Entrance(
      this.board, this.catalog, new Doorkeeper(config, new RateLimit(), keyring), new Joining(this.database, this.lines, entries, this.tokens), metrics,
    );
    this.turns = new Turns(this.board, this.catalog, this.tokens, new Claiming(this.database, admissions), metrics);
    const stock = new StockRepository();
    const places = new Places(this.catalog, new SeatPlans(this.database), stock, new SeatRepository());
    this.inventory = new Inventory(new HoldRepository(), stock, places, new Outbox(new Signals(config, this.database)), new InventoryMetrics(new Metrics(), this.database));
    this.#drive = new LineDrive(this.database, this.lines, this.schedule, new LineDriver(this.database, this.lines, entries, admissions, this.inventory), admissions, config, metrics, this.load as Load);
  }

  /** One tick of the line, as the holder of this epoch; a rest before the opening is not waited for. */
  async tick(eventId: string, epoch = this.epoch): Promise<void> {
    await this.schedule.sync([eventId]);
    await this.#drive.of(eventId)({ epoch });
    this.board.invalidate();
  }

  async line(eventId: string) {
    return (await this.lines.find(this.database.reads, eventId))!;
  }

  join(eventId: string, visitor: Visitor = newVisitor()) {
    return this.entrance.join(eventId, visitor, undefined);
  }

  /** So many new visitors, in the order of their numbers. */
  async joinAll(eventId: string, count: number): Promise<{ visitor: Visitor; place: Awaited<ReturnType<Entrance['join']>> }[]> {
    const visitors = Array.from({ length: count }, () => newVisitor());
    const people = await Promise.all(visitors.map(async (visitor) => ({ visitor, place: await this.join(eventId, visitor) })));
    return people.sort((a, b) => a.place.entry - b.place.entry);
  }

  /** The admission, or the code of the refusal. */
  async claim(eventId: string, { visitor, place }: { visitor: Visitor; place: { lineToken: string } }) {
    this.board.invalidate();
    return this.turns.claim(eventId, place.lineToken, visitor).then(
      (admission) => ({ code: 'admitted', ...admission, ...this.tokens.verifyAdmission(admission.admissionToken) }),
      (error: { code: string }) => ({ code: error.code, admissionId: '', admissionToken: '', expiresAt: '', ticketLimit: 0 }),
    );
  }

  /** The states of all places, in the order of their numbers. */
  async states(eventId: string): Promise<string[]> {
    const rows = await this.test.query<{ state: string }>('select state from waiting_room.entry where event_id = $1 order by entry', [eventId]);
    return rows.map(({ state }) => state);
  }

  async stock(eventId: string) {
    const [stock] = await this.test.query<{ sold: number; held: number; promised: number }>('select sold, held, promised from inventory.stock where event_id = $1', [eventId]);
    return stock!;
  }

  /** Holds of one batch as orders makes them: what the admission spends becomes held. The codes of the refusals, null where held. */
  async hold(wanted: { eventId: string; admissionId: string; userId: string; quantity: number }[]): Promise<(string | null)[]> {
    const types = new Map(await Promise.all(wanted.map(async ({ eventId }) => [eventId, (await this.catalog.ticketTypes(eventId))[0]?.id ?? ''] as const)));
    await this.inventory.warm([...new Set(wanted.map(({ eventId }) => eventId))]);
    return this.database.transaction(async (tx) => {
      const results = await this.admissions.spend(tx, wanted);
      const requests = wanted
        .filter((_, at) => results[at]!.ok)
        .map((each) => ({ ...each, holdId: newId(), sessionId: null, fromPromise: each.quantity, want: { ticketTypeId: types.get(each.eventId)!, quantity: each.quantity }, seconds: 420, buyerTicketLimit: 100, sessionTicketLimit: 100 }));
      const holds = await this.inventory.hold(tx, requests);
      if (holds.some(({ ok }) => !ok)) throw new Error('somebody was called for whom there was no ticket');
      afterCommit(tx, () => requests.forEach(({ admissionId, holdId, quantity }) => this.#holds.push({ admissionId, holdId, quantity })));
      return results.map((result) => (result.ok ? null : result.error.code));
    });
  }

  /** Releases the oldest hold of an admission: whether it is promised again. */
  release(admissionId: string): Promise<boolean> {
    const { holdId, quantity } = this.#takeHold(admissionId);
    return this.database.transaction(async (tx) => {
      const [promised] = await this.admissions.giveBack(tx, [{ admissionId, quantity }]);
      await this.inventory.release(tx, [{ holdId, asPromise: promised!, state: 'released' }]);
      return promised!;
    });
  }

  /** A confirmed order: held to sold, and what its admission leaves comes free. */
  confirm(admissionId: string): Promise<void> {
    const { holdId } = this.#takeHold(admissionId);
    return this.database.transaction(async (tx) => {
      await this.inventory.lock(tx, [holdId]);
      await this.inventory.confirm(tx, [{ holdId, orderId: newId() }], await this.admissions.finish(tx, [admissionId]));
    });
  }

  #takeHold(admissionId: string): { holdId: string; quantity: number } {
    const at = this.#holds.findIndex((hold) => hold.admissionId === admissionId);
    return this.#holds.splice(at, 1)[0]!;
  }

  async buy(eventId: string, admissionId: string, quantity: number, userId = newId()): Promise<string> {
    const [refusal] = await this.hold([{ eventId, admissionId, userId, quantity }]);
    if (refusal) return refusal;
    await this.confirm(admissionId);
    return 'bought';
  }

  /** Sum of promises as the line knows it, which the stock must know alike (I2). */
  async promisedByLine(eventId: string): Promise<number> {
    const [row] = await this.test.query<{ promised: number }>(
      `select ((select coalesce(sum(promised), 0) from waiting_room.entry where event_id = $1)
        + (select coalesce(sum(promised_left), 0) from waiting_room.admission where event_id = $1))::int as promised`, [eventId]);
    return row!.promised;
  }
}

/** What the line's invariants find on a database: nothing, or something is wrong. */
export async function brokenLineInvariants(database: TestDatabase): Promise<unknown[]> {
  const files = ['I2-promised', 'I7', 'I8-admissions'].map((name) => readFileSync(join(import.meta.dirname, `../../src/verify/${name}.sql`), 'utf8'));
  const found = [];
  for (const text of files) found.push(...(await database.query(text)));
  return found;
}

export function newVisitor(over: Partial<Visitor> = {}): Visitor {
  return { deviceId: newId(), principal: null, address: '203.0.113.7', ...over };
}
