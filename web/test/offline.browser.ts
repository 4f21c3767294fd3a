import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import words from '#words/pt.json' with { type: 'json' };
import { signUp } from './fan.ts';
import { houseUrl } from './house.ts';
import { LineStage } from './line-stage.ts';
import { outfit } from './pages.ts';
import { settled, visits } from './visit.ts';

const { open } = visits();

test('tickets that were opened once are shown without a network, with their codes, and everything else says that there is none', async () => {
  const page = await open({ phone: true });
  const { ticketId } = await outfit(page.context(), houseUrl());
  await tellsWhenKept(page);
  await page.goto('/pt/tickets');
  await page.waitForSelector('html[data-kept="yes"]', { state: 'attached' });

  await page.context().setOffline(true);
  await page.goto('/pt/tickets');
  expect(await page.locator('h1').innerText()).toBe(words.tickets.title);
  // A page that the fan never opened, but that the list leads to.
  await page.goto(`/pt/tickets/${ticketId}`);
  const code = page.locator(`img[src*="${ticketId}.svg"]`);
  await code.waitFor();
  expect(await code.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true);
  await page.goto('/pt/orders');
  expect(await page.locator('h1').innerText()).toBe(words.ui.offline);
});

test('who has just bought has the tickets without a network, though none was opened', async () => {
  const page = await open({ phone: true });
  const { orderId, ticketId } = await outfit(page.context(), houseUrl());
  await tellsWhenKept(page);
  await page.goto(`/pt/orders/${orderId}`);
  await page.waitForSelector('html[data-kept="yes"]', { state: 'attached' });

  await page.context().setOffline(true);
  await page.goto(`/pt/tickets/${ticketId}`);
  await page.locator(`img[src*="${ticketId}.svg"]`).waitFor();
  await page.goto('/pt/tickets');
  expect(await page.locator('h1').innerText()).toBe(words.tickets.title);
});

test("who signs out leaves no ticket behind on the device", async () => {
  const page = await open();
  await outfit(page.context(), houseUrl());
  await page.goto('/pt/tickets');
  await page.waitForFunction(async () => (await (await caches.open('catraca-tickets')).keys()).length > 1);
  await page.goto('/pt/account');
  await settled(page);
  await page.getByRole('button', { name: words.account.session['sign-out'] }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/account'));
  await page.waitForFunction(async () => !(await caches.has('catraca-tickets')));
  expect(await page.evaluate(() => caches.has('catraca-tickets'))).toBe(false);
});

test('whoever came in past the form, by another service, does not find the tickets of the one before', async () => {
  const page = await open();
  const { ticketId } = await outfit(page.context(), houseUrl());
  await page.goto('/pt/tickets');
  const keeps = (path: string) => page.evaluate(async (kept) => (await caches.match(kept)) !== undefined, path);
  await page.waitForFunction(async (path) => (await caches.match(path)) !== undefined, `/pt/tickets/${ticketId}`);
  // A session by itself, as the other service's answer makes one: no form of these pages was sent.
  await signUp(page);
  await page.goto('/pt');
  await page.waitForFunction(async () => !(await caches.has('catraca-tickets')));
  expect(await keeps(`/pt/tickets/${ticketId}`)).toBe(false);
});

test('whoever came straight to the line and reloads it without a network reads so in words of ours', async () => {
  const eventId = await new LineStage(houseUrl()).newLine();
  const page = await open({ phone: true });
  await page.goto(`/pt/events/${eventId}/line`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.context().setOffline(true);
  await page.reload();
  expect(await page.locator('h1').innerText()).toBe(words.ui.offline);
});

/** The worker tells its page when it has kept what it was asked to keep. */
async function tellsWhenKept(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ type?: string }>) => {
      if (data.type === 'kept') document.documentElement.dataset['kept'] = 'yes';
    });
    navigator.serviceWorker.startMessages();
  });
}
