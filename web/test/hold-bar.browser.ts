import { createTranslator } from 'next-intl';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import words from '#words/pt.json' with { type: 'json' };
import { houseUrl } from './house.ts';
import { isInSight } from './in-sight.ts';
import { SeatStage } from './seat-stage.ts';
import { visits } from './visit.ts';

const t = createTranslator({ locale: 'pt', messages: words, namespace: 'seats' });
const url = houseUrl();
const stage = new SeatStage(url);
const visitors = visits();

const choose = (page: Page, eventId: string) => page.goto(`${url}/pt/events/${eventId}/choose`);
const holdButton = (page: Page, count: number) => page.getByRole('button', { name: t('hold', { count }) });
const seat = (page: Page, row: string, number: string) => page.getByRole('button', { name: new RegExp(`^${t('place', { row, seat: number })},`) });

test('on a phone the way on stands below the map as well, and leads to the best places while nothing is chosen', async () => {
  const page = await visitors.open({ phone: true });
  await choose(page, await stage.newShow());
  await page.locator('canvas').waitFor();
  expect(await isInSight(holdButton(page, 0))).toBe(true);
  const best = page.getByRole('heading', { name: t('best') });
  expect(await isInSight(best)).toBe(false);
  const entries = await page.evaluate(() => history.length);
  const link = page.getByRole('link', { name: t('choose-otherwise') });
  expect((await link.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  await link.click();
  await expect.poll(() => isInSight(page.getByRole('button', { name: t('best-take', { count: 2 }) }))).toBe(true);
  expect(await best.evaluate((heading) => heading === document.activeElement)).toBe(true);
  expect(await page.evaluate(() => history.length), 'who goes back leaves').toBe(entries);
});

// The widest that has the bar, a phone, the narrowest phone, and a window of 1280 × 1024 that is enlarged four times.
test.each([[1_000, 700], [360, 780], [320, 568], [320, 256]])('what has the focus does not stand behind the bar, and nothing runs over (%i × %i)', async (width, height) => {
  const page = await visitors.open({ viewport: { width, height } });
  await choose(page, await stage.newShow());
  await page.getByRole('tab', { name: t('as-list') }).click();
  await page.getByRole('heading', { level: 3 }).getByRole('button', { name: /^Plateia/ }).click();
  for (const number of ['12', '13', '14', '15']) await seat(page, 'F', number).click();
  await holdButton(page, 4).waitFor();
  // As long a sum as four good seats come to; nothing else of the page changes by it.
  await page.locator('#hold-bar .tabular-nums').evaluate((sum) => void (sum.textContent = 'R$\u00a012.800,00'));
  const edges = await holdButton(page, 4).evaluate((button) => [button.getBoundingClientRect().right, document.documentElement.clientWidth, document.documentElement.scrollWidth] as const);
  expect(edges[0]).toBeLessThanOrEqual(edges[1] - 16);
  expect(edges[2]).toBeLessThanOrEqual(edges[1]);
  // Each at the very foot of the window, where the bar stands, before the focus comes to it.
  for (const row of ['C', 'H', 'M']) {
    const next = seat(page, row, '9');
    await next.evaluate((element) => scrollBy({ top: element.getBoundingClientRect().bottom + 2 - innerHeight, behavior: 'instant' }));
    await next.focus();
    await expect.poll(() => isInSight(next), { message: `row ${row}` }).toBe(true);
  }
});
