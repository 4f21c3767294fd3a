import { beforeAll, describe, expect, test } from 'vitest';
import { CatalogHouse, brl } from '../../test/support/catalog-house.js';
import { Database, newId } from '#platform';
import { Catalog } from './catalog.js';
import { suggestionsAnswer } from './programme.schemas.js';

let box: CatalogHouse;

beforeAll(async () => {
  box = await CatalogHouse.start();
});

describe('products', () => {
  async function withProducts() {
    const { eventId } = await box.newPublished();
    const add = async (name: string, extra: object = {}): Promise<string> => (await box.must('POST', `/events/${eventId}/products`, 'ana', { name, price: brl(1_000), ...extra })).id;
    return { eventId, cup: await add('Copo', { maxPerOrder: 2 }), parking: await add('Vaga', { stock: 3 }), shirt: await add('Camiseta') };
  }
  const take = async (requests: Parameters<Catalog['takeProducts']>[1]) =>
    box.house.app.get(Database).transaction((tx) => box.house.app.get(Catalog).takeProducts(tx, requests));

  test('are taken whole orders at a time, and never more than there are', async () => {
    const { eventId, cup, parking, shirt } = await withProducts();
    const takings = await take([
      { eventId, products: [{ productId: parking, quantity: 2 }, { productId: shirt, quantity: 9 }] },
      { eventId, products: [{ productId: cup, quantity: 1 }, { productId: parking, quantity: 2 }] },
      { eventId, products: [{ productId: cup, quantity: 2 }, { productId: cup, quantity: 1 }] },
      { eventId: newId(), products: [{ productId: parking, quantity: 1 }] },
      { eventId, products: [{ productId: parking, quantity: 1 }] },
    ]);
    expect(takings.map((taking) => taking.ok || `${taking.error.code} ${JSON.stringify(taking.error.data)}`)).toEqual([
      true,
      `catalog.product_sold_out ${JSON.stringify({ productId: parking, left: 1 })}`,
      `catalog.product_limit_exceeded ${JSON.stringify({ productId: cup, limit: 2 })}`,
      `catalog.product_not_found ${JSON.stringify({ productId: parking })}`,
      true,
    ]);
    const race = await Promise.all(Array.from({ length: 8 }, () => take([{ eventId, products: [{ productId: parking, quantity: 1 }] }])));
    expect(race.flat().filter(({ ok }) => ok)).toHaveLength(0);
    await box.house.app.get(Database).transaction((tx) => box.house.app.get(Catalog).returnProducts(tx, [{ productId: parking, quantity: 1 }, { productId: parking, quantity: 1 }, { productId: shirt, quantity: 9 }]));
    const again = await Promise.all(Array.from({ length: 8 }, () => take([{ eventId, products: [{ productId: parking, quantity: 1 }] }])));
    expect(again.flat().filter(({ ok }) => ok)).toHaveLength(2);
    expect((await box.call('PATCH', `/products/${parking}`, 'ana', { version: 1, stock: 2 })).body.rule).toBe('product_never_oversold');
  });

  test('are suggested: pinned ones first, then what was bought together', async () => {
    const { eventId, cup, parking, shirt } = await withProducts();
    const suggested = async (chosen = '') => {
      await new Promise((resolve) => setTimeout(resolve, 1_050));
      const { body } = await box.call('GET', `/events/${eventId}/suggestions${chosen && `?with=${chosen}`}`);
      suggestionsAnswer.parse(body);
      return body.items.map(({ id, pinned }: any) => `${{ [cup]: 'cup', [parking]: 'parking', [shirt]: 'shirt' }[id as string]}${pinned ? '!' : ''}`);
    };
    expect(await suggested()).toEqual([]);
    await box.house.app.get(Database).transaction((tx) => box.house.app.get(Catalog).recordPurchases(tx, [
      { eventId, productIds: [cup, parking] }, { eventId, productIds: [cup] }, { eventId, productIds: [shirt, cup] }, { eventId, productIds: [shirt, cup, cup] }, { eventId, productIds: [] },
    ]));
    expect(await suggested()).toEqual(['cup', 'shirt', 'parking']);
    expect(await suggested(parking)).toEqual(['cup']);
    await box.must('PUT', `/events/${eventId}/pinned-suggestions`, 'ana', { productIds: [parking] });
    expect(await suggested()).toEqual(['parking!', 'cup', 'shirt']);
    expect((await box.call('GET', `/events/${eventId}/suggestions?with=x`)).status).toBe(400);
    expect((await box.call('PUT', `/events/${eventId}/pinned-suggestions`, 'ana', { productIds: [newId()] })).body.code).toBe('catalog.product_not_found');
  });

  test('what a rehearsal sold counts for nothing', async () => {
    const { eventId } = await box.newDraft({ rehearsal: true });
    const cup = await box.must('POST', `/events/${eventId}/products`, 'ana', { name: 'Copo', price: brl(1_500) });
    await box.house.app.get(Database).transaction((tx) => box.house.app.get(Catalog).recordPurchases(tx, [{ eventId, productIds: [cup.id] }]));
    expect(await box.db.query('select from catalog.bought_together where event_id = $1', [eventId])).toEqual([]);
  });

  test('what was bought is told over the connection that its transaction has, though there be no other', async () => {
    const { eventId, cup, shirt } = await withProducts();
    const database = box.db.open(1);
    await database.transaction((tx) => new Catalog(database).recordPurchases(tx, [{ eventId, productIds: [cup, shirt] }]));
    expect(await box.db.query('select from catalog.bought_together where event_id = $1', [eventId])).toHaveLength(4);
  });
});
