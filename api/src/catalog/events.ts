import { Injectable } from '@nestjs/common';
import { afterCommit, Config, Database, type DomainError, type MessageType, Outbox, paged, type Tx } from '#platform';
import { Catalog } from './catalog.js';
import {
  EditedMeanwhile, EventNotFound, EventStateForbids, FixedByPublication, OrganiserNotFound, ProductNotFound, PublicationRefused, SeatMapNotFound, TermsContradict, VenueNotFound,
} from './catalog.errors.js';
import { EventCancelled, EventChanged, EventClosed, EventPostponed, EventPublished } from './catalog.events.js';
import { eventLineOf, maintainedEventOf } from './event-answers.js';
import { after, contradiction, fixedFields, type EventAct } from './event.js';
import {
  databaseNow, findEvent, insertEvent, listEvents, listPinned, listProducts, listTicketTypes, lockEvent, replacePinned, setState, type EventRecord,
} from './event.repository.js';
import { eventDefaults, type EventChanges, type EventFields } from './event.schemas.js';
import { SaleStates } from './sale-states.js';
import { Maintainers, type Editor } from './maintainers.js';
import { change, findSeatMap, lockOrganiser, lockVenue, retire } from './organiser.repository.js';
import { dateMistakes, publicationMistakes } from './publication.js';
import { indexForSearch } from './search.js';
import { layOut, capacityOf } from './seating.js';
import { noAccessibility } from './seating-plan.js';
import { findSeatingSource } from './terms.repository.js';

const announcements: Record<EventAct, MessageType<{ eventId: string }>> = {
  publish: EventPublished, postpone: EventPostponed, cancel: EventCancelled, close: EventClosed,
};

export type NewEvent = { organiserId: string; venueId: string; title: string; rehearsal?: boolean | undefined } & { [Field in keyof EventFields]?: EventFields[Field] | undefined };

/** Events as their organisers maintain them. Every edit locks the event's row first. */
@Injectable()
export class Events {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly maintainers: Maintainers,
    private readonly catalog: Catalog,
    private readonly saleStates: SaleStates,
    private readonly config: Config,
  ) {}

  /** An organiser's events, drafts included, the newest first. @throws OrganiserNotFound for everybody but its members and administrators */
  async list(editor: Editor, organiserId: string, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
    await this.maintainers.admit(this.database.reads, editor, organiserId, new OrganiserNotFound({ organiserId }));
    const rows = await listEvents(this.database.reads, organiserId, { before: cursor, limit: limit + 1 });
    return paged(rows.map(eventLineOf), limit, ({ id }) => id);
  }

  /** An event as its maintainers see it. @throws EventNotFound for everybody else, here and below */
  async get(editor: Editor, eventId: string) {
    const event = await findEvent(this.database.reads, eventId);
    if (event === undefined) throw new EventNotFound({ eventId });
    await this.maintainers.admit(this.database.reads, editor, event.organiser_id, new EventNotFound({ eventId }));
    return this.describe(this.database.reads, eventId);
  }

  /** A draft of what was given, with defaults for the rest, under `id` where it was chosen before. @throws OrganiserNotFound, VenueNotFound, SeatMapNotFound, TermsContradict */
  async create(editor: Editor, { organiserId, ...given }: NewEvent, id?: string) {
    return this.database.transaction(async (tx) => {
      if (await lockOrganiser(tx, organiserId) === undefined) throw new OrganiserNotFound({ organiserId });
      await this.maintainers.admit(tx, editor, organiserId, new OrganiserNotFound({ organiserId }));
      const fields = { ...eventDefaults, ...given } as EventFields;
      await this.checkPlace(tx, organiserId, fields.venueId, fields.seatMapId);
      refuseContradiction(fields);
      const eventId = await insertEvent(tx, { organiserId, ...fields, searchText: '' }, id);
      await indexForSearch(tx, [eventId]);
      await this.maintainers.record(tx, editor, { action: 'create_event', target: `event:${eventId}`, data: { organiserId, ...given } });
      return this.describe(tx, eventId);
    });
  }

  /** What a publication has fixed stays. @throws EditedMeanwhile, FixedByPublication, PublicationRefused (its dates), TermsContradict, VenueNotFound, SeatMapNotFound */
  async edit(editor: Editor, eventId: string, { version, ...changes }: EventChanges) {
    return this.database.transaction(async (tx) => {
      const event = await this.lock(tx, editor, eventId);
      if (event.version !== version) throw new EditedMeanwhile({ version: event.version });
      const merged = { ...(await this.describe(tx, eventId)), ...definedOf(changes) };
      if (changes.venueId !== undefined || changes.seatMapId !== undefined) {
        await this.checkPlace(tx, event.organiser_id, merged.venueId, merged.seatMapId);
      }
      refuseContradiction(merged);
      if (event.state !== 'draft') refuseFixed(event, changes, merged, await databaseNow(tx));
      await change(tx, 'event', eventId, changes);
      await indexForSearch(tx, [eventId]);
      await this.maintainers.record(tx, editor, { action: 'change_event', target: `event:${eventId}`, data: { ...changes } });
      if (event.state !== 'draft') await this.outbox.append(tx, [EventChanged.message({ eventId })]);
      return this.describe(tx, eventId);
    });
  }

  /** Only drafts vanish: what was published has buyers. @throws EventStateForbids */
  async retire(editor: Editor, eventId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { state } = await this.lock(tx, editor, eventId);
      if (state !== 'draft') throw new EventStateForbids({ state, act: 'retire' });
      await retire(tx, 'event', eventId);
      await this.maintainers.record(tx, editor, { action: 'retire_event', target: `event:${eventId}`, data: {} });
    });
  }

  /** @throws EventStateForbids, and PublicationRefused naming everything that is missing */
  async act(editor: Editor, eventId: string, act: EventAct) {
    return this.database.transaction(async (tx) => {
      const event = await this.lock(tx, editor, eventId);
      const state = after(act, event.state);
      if (state === null) throw new EventStateForbids({ state: event.state, act });
      await setState(tx, eventId, state, act === 'publish' ? { capacity: await this.completeCapacity(tx, event) } : {});
      // Nobody has heard of a draft, so nobody need hear that it is cancelled.
      if (act === 'publish' || event.state !== 'draft') await this.outbox.append(tx, [announcements[act].message({ eventId })]);
      await this.maintainers.record(tx, editor, { action: `${act}_event`, target: `event:${eventId}`, data: {} });
      return this.describe(tx, eventId);
    });
  }

  /** The products that are suggested first, in this order. @throws ProductNotFound for one of another event */
  async pin(editor: Editor, eventId: string, productIds: string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.lock(tx, editor, eventId);
      const own = new Set((await listProducts(tx, eventId)).map(({ id }) => id));
      const unique = [...new Set(productIds)];
      const foreign = unique.find((id) => !own.has(id));
      if (foreign !== undefined) throw new ProductNotFound({ productId: foreign });
      await replacePinned(tx, eventId, unique);
      await this.maintainers.record(tx, editor, { action: 'pin_suggestions', target: `event:${eventId}`, data: { productIds: unique } });
    });
  }

  /** Locks an event that the editor may maintain, and forgets what is remembered of it when the transaction is through. */
  async lock(tx: Tx, editor: Editor, eventId: string, otherwise: DomainError = new EventNotFound({ eventId })): Promise<EventRecord> {
    const event = await lockEvent(tx, eventId);
    if (event === undefined) throw otherwise;
    await this.maintainers.admit(tx, editor, event.organiser_id, otherwise);
    afterCommit(tx, () => {
      this.catalog.forget(eventId);
      this.saleStates.forget(eventId);
    });
    return event;
  }

  private async completeCapacity(tx: Tx, event: EventRecord): Promise<number> {
    const source = (await findSeatingSource(tx, event.id))!;
    const seating = layOut(source.plan, source.accessibility ?? noAccessibility, source.standing);
    const ticketTypes = (await listTicketTypes(tx, event.id)).filter((type) => type.retired_at === null)
      .map((type) => ({ name: type.name, category: type.category, kind: type.kind, priceCents: type.price_cents, halfPrice: type.half_price }));
    const mistakes = publicationMistakes({
      startsAt: event.starts_at, doorsAt: event.doors_at, saleStartsAt: event.sale_starts_at, saleEndsAt: event.sale_ends_at,
      ticketTypes, seating, sandboxMissing: event.rehearsal && !this.config.gateways.some(({ sandbox }) => sandbox), now: await databaseNow(tx),
    });
    if (mistakes.length > 0) throw new PublicationRefused({ mistakes });
    return capacityOf(seating);
  }

  private async checkPlace(tx: Tx, organiserId: string, venueId: string, seatMapId: string | null): Promise<void> {
    const venue = await lockVenue(tx, venueId);
    if (venue?.organiser_id !== organiserId) throw new VenueNotFound({ venueId });
    if (seatMapId === null) return;
    const map = await findSeatMap(tx, seatMapId);
    if (map?.venue_id !== venueId) throw new SeatMapNotFound({ seatMapId });
  }

  private async describe(tx: Tx, eventId: string) {
    const event = (await findEvent(tx, eventId))!;
    const ticketTypes = (await listTicketTypes(tx, eventId)).filter((type) => type.retired_at === null);
    return maintainedEventOf(event, ticketTypes, await listProducts(tx, eventId), await listPinned(tx, eventId));
  }
}

type Dates = Record<'startsAt' | 'doorsAt' | 'saleStartsAt' | 'saleEndsAt', string | null>;

const definedOf = <Fields extends object>(fields: Fields): { [Field in keyof Fields]: Exclude<Fields[Field], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

const date = (text: string | null): Date | null => text === null ? null : new Date(text);
const datesOf = ({ startsAt, doorsAt, saleStartsAt, saleEndsAt }: Dates) =>
  ({ startsAt: date(startsAt), doorsAt: date(doorsAt), saleStartsAt: date(saleStartsAt), saleEndsAt: date(saleEndsAt) });

function refuseContradiction(terms: Omit<Parameters<typeof contradiction>[0], 'saleStartsAt' | 'saleEndsAt'> & Dates): void {
  const rule = contradiction({ ...terms, ...datesOf(terms) });
  if (rule !== null) throw new TermsContradict({ rule });
}

/** What a published event still has to keep: its foundations, a sale that has opened, and dates that make sense. */
function refuseFixed(event: EventRecord, changes: Omit<EventChanges, 'version'>, merged: Dates, now: Date): void {
  const fields: string[] = fixedFields.filter((field) => changes[field] !== undefined);
  if (changes.saleStartsAt !== undefined && event.sale_starts_at && event.sale_starts_at <= now) fields.push('saleStartsAt');
  if (fields.length > 0) throw new FixedByPublication({ fields });
  // A date that has passed may stay; it may not be set.
  const mistakes = dateMistakes({ ...datesOf(merged), now })
    .filter(({ rule, field }) => rule !== 'in_the_past' || changes[field as keyof Dates] !== undefined);
  if (mistakes.length > 0) throw new PublicationRefused({ mistakes });
}
