import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse } from './start-house.ts';
import { settled, visits } from './visit.ts';
import { type Stretch, stretches, walkToTicket } from './walk.ts';

const visitors = visits();
// A demo as it begins: what other tests put on sale would fill its first page.
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('a person who was never here goes from the home page to printed tickets: through the line, two seats, an account, a card', async () => {
  const page = await visitors.open({ phone: true, baseURL: house.url });
  const passed: Stretch[] = [];
  await walkToTicket(page, {
    read: () => settled(page),
    tap: (target) => target.click(),
    type: (target, text) => target.fill(text),
    passed: (stretch) => passed.push(stretch),
  }, `caminho-${process.pid}-${Date.now()}@catraca.example`);
  expect(passed).toEqual(stretches);
  expect(await page.locator('html').getAttribute('data-printed'), 'a sheet for each ticket').toBe('2');
  expect(await page.getByRole('img', { name: /Código do ingresso/ }).count()).toBe(2);
});
