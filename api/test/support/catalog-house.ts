import { newId, type Principal } from '#platform';
import { CatalogOfficeModule } from '#catalog';
import { TestDatabase } from './test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from './test-house.js';

const principal = (role: Principal['role']): Principal =>
  ({ userId: newId(), role, sessionId: newId(), deviceId: null, email: `${role}@example.com`, name: role, language: 'en', verified: true, rehearsalEventId: null });

export interface HttpAnswer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of any form
  body: any;
  headers: Headers;
}

export type Who = 'admin' | 'ana' | 'bia' | 'fan';

export const brl = (amountCents: number) => ({ amountCents, currency: 'BRL' as const });
export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** A house with the catalog alone, and people who maintain it over HTTP: two organisers, an administrator, a fan. */
export class CatalogHouse {
  readonly people = { admin: principal('administrator'), ana: principal('organiser'), bia: principal('organiser'), fan: principal('fan') };

  private constructor(readonly db: TestDatabase) {}
  house!: TestHouse;

  static async start(): Promise<CatalogHouse> {
    const self = new CatalogHouse(await TestDatabase.create());
    self.house = await startHouse(self.db, [sessionsByDecree(self.people), CatalogOfficeModule]);
    return self;
  }

  async call(method: string, path: string, who?: Who, body?: unknown, headers: Record<string, string> = {}): Promise<HttpAnswer> {
    const response = await fetch(`${this.house.url}/api/v1${path}`, {
      method,
      headers: { ...(who && { authorization: `Bearer ${who}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  /** The answer's body. @throws when the call is refused */
  async must(method: string, path: string, who: Who, body?: unknown): Promise<HttpAnswer['body']> {
    const answer = await this.call(method, path, who, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** An organiser with a venue; `who` maintains it. */
  async newVenue(who: Who = 'ana') {
    const organiser = await this.must('POST', '/organisers', 'admin', { name: 'Produtora' });
    await this.must('POST', `/organisers/${organiser.id}/members`, 'admin', { userId: this.people[who].userId });
    const venue = await this.must('POST', '/venues', who, { organiserId: organiser.id, name: 'Casa de Cultura', city: 'São Luís', timezone: 'America/Fortaleza' });
    return { organiserId: organiser.id as string, venueId: venue.id as string };
  }

  /** A draft that lacks nothing. */
  async newDraft(given: Record<string, unknown> = {}, who: Who = 'ana') {
    const place = await this.newVenue(who);
    const event = await this.must('POST', '/events', who, {
      ...place, title: 'Noite do Choro', artists: ['Zé do Pandeiro'], kind: 'concert', standing: [{ name: 'Pista', capacity: 500 }],
      startsAt: inDays(30), saleStartsAt: inDays(-1), ...given,
    });
    const type = await this.must('POST', `/events/${event.id}/ticket-types`, who, { name: 'Inteira', category: 'Pista', kind: 'standing', price: brl(8_000) });
    return { ...place, eventId: event.id as string, ticketTypeId: type.id as string };
  }

  async newPublished(given: Record<string, unknown> = {}, who: Who = 'ana') {
    const draft = await this.newDraft(given, who);
    await this.must('POST', `/events/${draft.eventId}/publish`, who);
    return draft;
  }

  /** What an edit of the event must name. */
  async version(eventId: string): Promise<number> {
    return (await this.must('GET', `/events/${eventId}/maintenance`, 'admin')).version;
  }

  /** Types of the catalog's events about one event, sorted. */
  async announced(eventId: string): Promise<string[]> {
    const rows = await this.db.query<{ type: string }>(`select type from (select type, key from platform.outbox union all select type, key from platform.event_log) e
      where type like 'catalog.%' and key = $1 order by type`, [eventId]);
    return rows.map(({ type }) => type);
  }
}
