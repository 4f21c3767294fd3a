import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Database, Outbox, type Tx } from '#platform';
import { EditedMeanwhile, EventStateForbids, FixedByPublication, ProductNotFound, PublicationRefused, TermsContradict, TicketTypeNotFound } from './catalog.errors.js';
import { EventChanged, PricesChanged } from './catalog.events.js';
import { productAnswerOf, ticketTypeAnswerOf } from './event-answers.js';
import { isOver } from './event.js';
import { eventOf, findProduct, insertOffer, listTicketTypes, type EventRecord, type TicketTypeRecord } from './event.repository.js';
import type { productBody, productChanges, ticketTypeBody, ticketTypeChanges } from './event.schemas.js';
import { Events } from './events.js';
import { Maintainers, type Editor } from './maintainers.js';
import { change, retire } from './organiser.repository.js';
import { offerMistakes } from './publication.js';

/** Ticket types and products of an event. Each edit locks the event's row first, then the offer's. */
@Injectable()
export class Offers {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly maintainers: Maintainers,
    private readonly events: Events,
  ) {}

  async addTicketType(editor: Editor, eventId: string, given: z.infer<typeof ticketTypeBody>, id?: string) {
    const fields = { halfPrice: false, holderRequired: false, ...given, proofRequired: given.proofRequired ?? given.halfPrice ?? false };
    return this.database.transaction(async (tx) => {
      const event = this.refuseWhenOver(await this.events.lock(tx, editor, eventId), 'add_ticket_type');
      const typeId = await insertOffer(tx, 'ticket_type', eventId, fields, id);
      await this.settlePrices(tx, editor, event, 'add_ticket_type', typeId, fields);
      return this.ticketType(tx, eventId, typeId);
    });
  }

  async editTicketType(editor: Editor, id: string, { version, ...changes }: z.infer<typeof ticketTypeChanges>) {
    return this.database.transaction(async (tx) => {
      const event = this.refuseWhenOver(await this.lockEventOf(tx, editor, 'ticket_type', id), 'change_ticket_type');
      const type = await this.ticketType(tx, event.id, id);
      if (type.version !== version) throw new EditedMeanwhile({ version: type.version });
      const fixed = (['category', 'kind', 'halfPrice'] as const).filter((field) => changes[field] !== undefined && changes[field] !== type[field]);
      if (event.state !== 'draft' && fixed.length > 0) throw new FixedByPublication({ fields: fixed });
      await change(tx, 'ticket_type', id, changes);
      await this.settlePrices(tx, editor, event, 'change_ticket_type', id, changes);
      return this.ticketType(tx, event.id, id);
    });
  }

  async retireTicketType(editor: Editor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const event = this.refuseWhenOver(await this.lockEventOf(tx, editor, 'ticket_type', id), 'retire_ticket_type');
      await retire(tx, 'ticket_type', id);
      await this.settlePrices(tx, editor, event, 'retire_ticket_type', id, {});
    });
  }

  async addProduct(editor: Editor, eventId: string, given: z.infer<typeof productBody>, id?: string) {
    const fields = { description: '', maxPerOrder: null, stock: null, ...given };
    return this.database.transaction(async (tx) => {
      const event = this.refuseWhenOver(await this.events.lock(tx, editor, eventId), 'add_product');
      const productId = await insertOffer(tx, 'product', eventId, fields, id);
      await this.settleProduct(tx, editor, event, 'add_product', productId, fields);
      return productAnswerOf((await findProduct(tx, productId))!);
    });
  }

  async editProduct(editor: Editor, id: string, { version, ...changes }: z.infer<typeof productChanges>) {
    return this.database.transaction(async (tx) => {
      const event = this.refuseWhenOver(await this.lockEventOf(tx, editor, 'product', id), 'change_product');
      const product = (await findProduct(tx, id))!;
      if (product.version !== version) throw new EditedMeanwhile({ version: product.version });
      if (changes.stock !== undefined && changes.stock !== null && changes.stock < product.taken) {
        throw new TermsContradict({ rule: 'product_never_oversold' });
      }
      await change(tx, 'product', id, changes);
      await this.settleProduct(tx, editor, event, 'change_product', id, changes);
      return productAnswerOf((await findProduct(tx, id))!);
    });
  }

  async retireProduct(editor: Editor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const event = await this.lockEventOf(tx, editor, 'product', id);
      await retire(tx, 'product', id);
      await this.settleProduct(tx, editor, event, 'retire_product', id, {});
    });
  }

  private async lockEventOf(tx: Tx, editor: Editor, table: 'ticket_type' | 'product', id: string): Promise<EventRecord> {
    const otherwise = table === 'product' ? new ProductNotFound({ productId: id }) : new TicketTypeNotFound({ ticketTypeId: id });
    const eventId = await eventOf(tx, table, id);
    if (eventId === undefined) throw otherwise;
    const event = await this.events.lock(tx, editor, eventId, otherwise);
    // Another edit may have retired it while this one waited for the event.
    if (await eventOf(tx, table, id) === undefined) throw otherwise;
    return event;
  }

  private refuseWhenOver(event: EventRecord, act: string): EventRecord {
    if (isOver(event.state)) throw new EventStateForbids({ state: event.state, act });
    return event;
  }

  private async ticketType(tx: Tx, eventId: string, id: string) {
    return ticketTypeAnswerOf((await listTicketTypes(tx, eventId)).find((type) => type.id === id)!);
  }

  /** Records the act; what is on sale must still be sellable after it. @throws PublicationRefused, which undoes it */
  private async settlePrices(tx: Tx, editor: Editor, event: EventRecord, action: string, id: string, data: object): Promise<void> {
    if (event.state !== 'draft') {
      const mistakes = offersLeft(event, await listTicketTypes(tx, event.id), action === 'add_ticket_type' ? id : null);
      if (mistakes.length > 0) throw new PublicationRefused({ mistakes });
      await this.outbox.append(tx, [PricesChanged.message({ eventId: event.id })]);
    }
    await this.maintainers.record(tx, editor, { action, target: `ticket_type:${id}`, data: { eventId: event.id, ...data } });
  }

  private async settleProduct(tx: Tx, editor: Editor, event: EventRecord, action: string, id: string, data: object): Promise<void> {
    if (event.state !== 'draft') await this.outbox.append(tx, [EventChanged.message({ eventId: event.id })]);
    await this.maintainers.record(tx, editor, { action, target: `product:${id}`, data: { eventId: event.id, ...data } });
  }
}

/**
 * A published event has the categories that its ticket types sold at publication or since, those retired later included;
 * only the one just added may not bring a category of its own.
 */
function offersLeft(event: EventRecord, types: TicketTypeRecord[], addedId: string | null) {
  const live = types.filter((type) => type.retired_at === null);
  const since = types.filter((type) => type.id !== addedId && (type.retired_at === null || (event.published_at && type.retired_at >= event.published_at)));
  const kinds = new Map(since.map(({ category, kind }) => [category, kind]));
  return offerMistakes(kinds, live.map((type) => ({
    name: type.name, category: type.category, kind: type.kind, priceCents: type.price_cents, halfPrice: type.half_price,
  })));
}
