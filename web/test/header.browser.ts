import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { signUp } from './fan.ts';
import { houseUrl } from './house.ts';
import { LineStage } from './line-stage.ts';
import { settled, visits } from './visit.ts';

const { open } = visits();

/** The links of the header with how many lines each takes, and whether all of it is within the page. */
const links = (page: Page) =>
  page.locator('header').evaluate((header) =>
    [...header.querySelectorAll('a:not([href="#main"])')].map((link) => {
      const range = document.createRange();
      range.selectNodeContents(link.querySelector('span') ?? link);
      const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      return { lines: tops.size, inside: link.getBoundingClientRect().right <= document.documentElement.clientWidth };
    }),
  );

test.each([320, 360, 390])('the header of a screen of %i px is one line in every language, signed in or not', async (width) => {
  const page = await open({ viewport: { width, height: 740 } });
  const look = async (): Promise<void> => {
    for (const language of ['pt', 'es', 'en']) {
      await page.goto(`/${language}`);
      await settled(page);
      expect(await links(page), language).toEqual(Array.from({ length: 3 }, () => ({ lines: 1, inside: true })));
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), language).toBe(true);
    }
  };
  await look();
  await signUp(page);
  await look();
});

test.each([320, 360, 390])("on a screen of %i px the line's page has the header of all others", async (width) => {
  const eventId = await new LineStage(houseUrl()).newLine();
  const page = await open({ viewport: { width, height: 740 } });
  const look = () =>
    page.locator('header').evaluate((header) => {
      const { paddingLeft, paddingTop, columnGap } = getComputedStyle(header);
      const [nav, name] = [getComputedStyle(header.querySelector('nav')!), getComputedStyle(header.querySelector('a span')!)];
      return { paddingLeft, paddingTop, columnGap, links: [nav.columnGap, nav.fontSize], name: [name.fontSize, name.lineHeight], mark: header.querySelector('svg')!.getBoundingClientRect().width };
    });
  await page.goto('/pt');
  const others = await look();
  await page.goto(`/pt/events/${eventId}/line`);
  expect(await look()).toEqual(others);
});

test('the languages at the foot of a page are seen to be links, but for the one it is in', async () => {
  const page = await open();
  await page.goto('/pt');
  const lines = await page.locator('footer nav a').evaluateAll((names) => names.map((name) => [name.getAttribute('lang'), getComputedStyle(name).textDecorationLine]));
  expect(lines).toEqual([['pt-BR', 'none'], ['es-419', 'underline'], ['en', 'underline']]);
});
