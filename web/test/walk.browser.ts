import { expect, test } from 'vitest';
import { settled, visits } from './visit.ts';
import { type Stretch, stretches, walkToTicket } from './walk.ts';

const visitors = visits();

test('a person who was never here goes from the home page to printed tickets: through the line, two seats, an account, a card', async () => {
  const page = await visitors.open({ phone: true });
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
