import { AxeBuilder } from '@axe-core/playwright';
import { createTranslator } from 'next-intl';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import words from '#words/pt.json' with { type: 'json' };
import { festival } from './fan.ts';
import { houseUrl } from './house.ts';
import { payAtTill, SeatStage } from './seat-stage.ts';
import { visits, type VisitOptions } from './visit.ts';

const t = createTranslator({ locale: 'pt', messages: words, namespace: 'seats' });
const url = houseUrl();
const stage = new SeatStage(url);
const CHECKOUT = /\/pt\/checkout\/[0-9a-f-]{36}$/;
// For states that come by themselves, on a machine that has much else to do.
const PATIENCE = { timeout: 30_000, interval: 200 };
const visitors = visits();

/** A phone of its own; what the policy refuses and what breaks in it fails the test. */
async function phone(options: VisitOptions = {}) {
  const page = await visitors.open({ phone: true, ...options });
  return { page, context: page.context() };
}

const choose = (page: Page, eventId: string) => page.goto(`${url}/pt/events/${eventId}/choose`);
const asList = (page: Page) => page.getByRole('tab', { name: t('as-list') }).click();
const section = (page: Page, name: string) => page.getByRole('heading', { level: 3 }).getByRole('button', { name: new RegExp(`^${name}`) });
const seat = (page: Page, row: string, number: string) => page.getByRole('button', { name: new RegExp(`^${t('place', { row, seat: number })},`) });
const holdButton = (page: Page, count: number) => page.getByRole('button', { name: t('hold', { count }) });
const shown = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor();
const gone = (locator: Locator) => expect.poll(() => locator.getAttribute('aria-disabled'), PATIENCE);
const chosen = (locator: Locator) => expect.poll(() => locator.getAttribute('aria-pressed'), PATIENCE);

/** The show's seats as a list, with the stalls open, for somebody who is signed in. */
async function stalls(eventId: string, options: VisitOptions = {}) {
  const visitor = await phone(options);
  await stage.signUp(visitor.context);
  await choose(visitor.page, eventId);
  await asList(visitor.page);
  await section(visitor.page, 'Plateia').click();
  return visitor;
}

test('seats are chosen in the list, half price changes the sum, and holding them leads to the checkout', async () => {
  const { page } = await stalls(await stage.newShow());
  await seat(page, 'F', '12').click();
  await seat(page, 'F', '13').click();
  await shown(page, 'R$ 360,00');
  await page.getByLabel(t('ticket-type-of', { seat: t('place', { row: 'F', seat: '13' }) })).selectOption({ index: 1 });
  await shown(page, 'R$ 270,00');
  await holdButton(page, 2).click();
  await page.waitForURL(CHECKOUT);
  await expect.poll(() => page.getByText('R$ 270,00').count(), PATIENCE).toBeGreaterThan(0);
});

test('the limit is told before it is met, and a seat beyond it is refused in words', async () => {
  const { page } = await stalls(await stage.newShow({ limit: 2 }));
  await shown(page, t('nothing-chosen', { limit: 2 }));
  for (const number of ['12', '13', '14']) await seat(page, 'F', number).click();
  await shown(page, t('limit-met', { limit: 2 }));
  await chosen(seat(page, 'F', '13')).toBe('true');
  expect(await seat(page, 'F', '14').getAttribute('aria-pressed')).toBe('false');
});

test('two want one seat: one has it, the other is told so kindly and takes those beside it', async () => {
  const eventId = await stage.newShow();
  const [first, second] = [await stalls(eventId), await stalls(eventId)];
  // Who hears nothing of the others finds out when it is too late.
  await second.page.route('**/seats/stream*', (route) => route.abort());
  await second.page.route('**/seats?since=*', (route) => route.abort());
  await second.page.reload();
  await asList(second.page);
  await section(second.page, 'Plateia').click();
  for (const { page } of [first, second]) for (const number of ['12', '13']) await seat(page, 'F', number).click();
  await holdButton(first.page, 2).click();
  await first.page.waitForURL(CHECKOUT);

  await holdButton(second.page, 2).click();
  await shown(second.page, t('lost', { count: 2, seats: t('places', { row: 'F', seats: '12, 13' }) }));
  const offer = second.page.getByRole('alert').getByRole('button', { name: t('places', { row: 'F', seats: '10, 11' }) });
  await offer.click();
  await chosen(seat(second.page, 'F', '11')).toBe('true');
  await holdButton(second.page, 2).click();
  await second.page.waitForURL(CHECKOUT);
  expect(second.page.url()).not.toBe(first.page.url());
});

test('what others take is told as taken without a reload, where it stands, and who had chosen it is offered others', async () => {
  const eventId = await stage.newShow();
  const { page } = await stalls(eventId);
  await seat(page, 'C', '5').focus();
  await stage.take(eventId, 'Plateia', 'C', '5');
  await gone(seat(page, 'C', '5')).toBe('true');
  // Whoever was just there still is; opened again the list has only what there is to have.
  expect(await seat(page, 'C', '5').evaluate((button) => button === document.activeElement)).toBe(true);
  for (let presses = 0; presses < 2; presses += 1) await section(page, 'Plateia').click();
  await seat(page, 'C', '9').waitFor();
  expect(await seat(page, 'C', '5').count()).toBe(0);
  await seat(page, 'C', '9').click();
  await stage.take(eventId, 'Plateia', 'C', '9');
  await shown(page, t('lost', { count: 1, seats: t('place', { row: 'C', seat: '9' }) }));
  expect(await holdButton(page, 0).isDisabled()).toBe(true);
});

test('where a stream does not get through, news come by asking', async () => {
  const eventId = await stage.newShow();
  const { page } = await phone();
  await page.route('**/seats/stream*', (route) => route.abort());
  await choose(page, eventId);
  await asList(page);
  await section(page, 'Plateia').click();
  await seat(page, 'D', '5').waitFor();
  await stage.take(eventId, 'Plateia', 'D', '5');
  await expect.poll(() => seat(page, 'D', '5').getAttribute('aria-disabled'), { timeout: 60_000, interval: 500 }).toBe('true');
});

test('the best seats come by one tap', async () => {
  const eventId = await stage.newShow();
  const { page, context } = await phone();
  await stage.signUp(context);
  await choose(page, eventId);
  await page.getByRole('button', { name: t('best-take', { count: 2 }) }).click();
  await page.waitForURL(CHECKOUT);
  const hold = await context.request.get(page.url().replace('/pt/checkout/', '/api/v1/holds/'));
  const { items } = (await hold.json()) as { items: { label: string }[] };
  expect(items).toHaveLength(2);
});

test('a box office that is not ready yet, or busy, is asked again by itself: for its seats, and for places under the same key', async () => {
  const eventId = await stage.newShow();
  const { page, context } = await phone();
  await stage.signUp(context);
  const busy = { status: 503, headers: { 'retry-after': '1' }, contentType: 'application/problem+json' };
  const sentence = 'Os lugares deste evento estão sendo preparados; tente de novo em instantes.';
  const body = (code: string) => JSON.stringify({ type: `urn:catraca:${code}`, title: sentence, status: 503, code });
  await page.route('**/api/v1/events/*/seats', (route) => route.fulfill({ ...busy, body: body('platform.overloaded') }), { times: 2 });
  const asked: (string | undefined)[] = [];
  page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/holds') && asked.push(request.headers()['idempotency-key']));
  await page.route('**/api/v1/events/*/holds', (route) => route.fulfill({ ...busy, body: body('inventory.not_ready') }), { times: 2 });
  await choose(page, eventId);
  await page.getByRole('button', { name: t('best-take', { count: 2 }) }).click();
  const told = page.getByRole('status').filter({ hasText: sentence });
  await told.getByText(t('asking-again')).waitFor();
  await page.waitForURL(CHECKOUT);
  expect(asked).toHaveLength(3);
  expect(new Set(asked).size).toBe(1);
});

test('while the box office is asked again, the choice stays what it was asked for, by every way to change it, and says so', async () => {
  const { page, context } = await stalls(await stage.newShow());
  const busy = { status: 503, headers: { 'retry-after': '1' }, contentType: 'application/problem+json', body: JSON.stringify({ type: 'urn:catraca:platform.overloaded', title: 'Cheio agora.', status: 503, code: 'platform.overloaded' }) };
  let isBusy = true;
  await page.route('**/api/v1/events/*/holds', (route) => (isBusy ? route.fulfill(busy) : route.continue()));
  await seat(page, 'F', '12').click();
  await seat(page, 'F', '13').click();
  const type = page.getByLabel(t('ticket-type-of', { seat: t('place', { row: 'F', seat: '13' }) }));
  const more = page.getByRole('group', { name: t('how-many-of', { type: 'Em pé' }) }).getByRole('button', { name: t('more'), exact: true });
  await holdButton(page, 2).click();
  await page.getByRole('status').filter({ hasText: t('asking-again') }).waitFor();
  // Force: what cannot be pressed is pressed all the same.
  await seat(page, 'F', '14').click({ force: true });
  await page.locator('[aria-live="polite"].sr-only', { hasText: t('locked') }).waitFor({ state: 'attached' });
  expect(await seat(page, 'F', '14').getAttribute('aria-pressed')).toBe('false');
  expect([await type.isDisabled(), await more.isDisabled(), await page.getByRole('button', { name: t('best-take', { count: 2 }) }).isDisabled()]).toEqual([true, true, true]);
  await page.getByText(t('locked')).and(page.locator(':visible')).first().waitFor();
  await page.getByRole('button', { name: t('remove-seat', { seat: t('place', { row: 'F', seat: '12' }) }) }).and(page.locator(':disabled')).waitFor();
  isBusy = false;
  await page.waitForURL(CHECKOUT);
  const hold = await context.request.get(page.url().replace('/pt/checkout/', '/api/v1/holds/'));
  expect(((await hold.json()) as { items: { label: string }[] }).items.map(({ label }) => label.match(/\d+$/)?.[0])).toEqual(['12', '13']);
});

test('standing places are chosen by number, and come back after signing in', async () => {
  const eventId = await stage.newShow({ limit: 3 });
  const { page, context } = await phone();
  await choose(page, eventId);
  const more = page.getByRole('group', { name: t('how-many-of', { type: 'Em pé' }) }).getByRole('button', { name: t('more'), exact: true });
  for (let times = 0; times < 3; times += 1) await more.click();
  await more.and(page.locator(':disabled')).waitFor();
  await shown(page, 'R$ 150,00');
  await holdButton(page, 3).click();
  await page.waitForURL(/\/pt\/sign-in\?return=/);
  expect(new URL(page.url()).searchParams.get('return')).toBe(`/pt/events/${eventId}/choose`);
  await stage.signUp(context);
  await choose(page, eventId);
  await shown(page, 'R$ 150,00');
  await holdButton(page, 3).click();
  await page.waitForURL(CHECKOUT);
});

test('map and list are one choice, and the map too goes by keyboard', async () => {
  const { page } = await phone();
  await choose(page, await stage.newShow());
  await page.locator('canvas').focus();
  for (let times = 0; times < 8; times += 1) await page.keyboard.press('+');
  // The arrow finds the seat in the middle and says which it is.
  await page.keyboard.press('ArrowRight');
  const said = page.locator('[aria-live="polite"].sr-only');
  await said.filter({ hasText: /assento \d+/ }).waitFor();
  const [, row, number] = /Fileira ([^,]+), assento (\d+)/.exec((await said.textContent()) ?? '') ?? [];
  const name = ((await said.textContent()) ?? '').split(',')[0]!;
  await page.keyboard.press('Enter');
  await shown(page, t('place', { row: row!, seat: number! }));
  await asList(page);
  if ((await section(page, name).getAttribute('aria-expanded')) === 'false') await section(page, name).click();
  expect(await seat(page, row!, number!).getAttribute('aria-pressed')).toBe('true');
});

test('a finger finds a seat: near by two taps, chosen by a third, let go by a fourth', async () => {
  const { page } = await phone({ hasTouch: true });
  await choose(page, await stage.newShow());
  const canvas = page.locator('canvas');
  await canvas.scrollIntoViewIfNeeded();
  const { width, height } = (await canvas.boundingBox())!;
  const tap = () => canvas.tap({ position: { x: width / 2, y: height * 0.45 } });
  const stubs = page.getByRole('region', { name: t('chosen') }).getByRole('listitem');
  await expect.poll(async () => {
    await tap();
    return stubs.count();
  }, { timeout: 30_000, interval: 700 }).toBe(1);
  await tap();
  await stubs.waitFor({ state: 'detached' });
});

test('the whole choice is made by keyboard alone', async () => {
  const { page, context } = await phone();
  await stage.signUp(context);
  await choose(page, await stage.newShow());
  await tabTo(page, page.getByRole('tab', { name: t('as-map') }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await tabTo(page, section(page, 'Plateia'));
  await page.keyboard.press('Enter');
  await tabTo(page, seat(page, 'A', '1'));
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'Space', 'ArrowRight', 'Space']) await page.keyboard.press(key);
  await chosen(seat(page, 'C', '3')).toBe('true');
  await chosen(seat(page, 'C', '4')).toBe('true');
  await tabTo(page, holdButton(page, 2));
  await page.keyboard.press('Enter');
  await page.waitForURL(CHECKOUT);
  expect(await page.locator('h1').count()).toBe(1);
});

test('wheelchair places are found at once, with the seats beside them', async () => {
  const { page } = await phone();
  await choose(page, await stage.newShow());
  await page.getByLabel(t('only-wheelchair')).check();
  await asList(page);
  await section(page, 'Plateia').click();
  const offered = page.locator('[data-seat]');
  await expect.poll(() => offered.count(), PATIENCE).toBe(12);
  await page.getByRole('button', { name: new RegExp(`^${t('place', { row: 'T', seat: '1' })}, ${t('wheelchair-place')}`) }).click();
  await page.getByRole('button', { name: new RegExp(`^${t('place', { row: 'T', seat: '2' })}, ${t('companion-seat')}`) }).click();
  await holdButton(page, 2).waitFor();
});

test('a show is called in two lines before choosing as on its own page, and its name leads back to it', async () => {
  const { page } = await phone();
  for (const step of ['choose', 'choose/plain', 'holders']) {
    await page.goto(`/pt/events/${festival}/${step}`);
    const name = page.locator('main').getByRole('link', { name: 'Festival das Dunas · 1º dia' });
    const tops = await name.evaluate((link) => [...link.querySelectorAll('span > span:not(.sr-only)')].map((line) => line.getBoundingClientRect().top));
    expect(tops, step).toHaveLength(2);
    expect(tops[1], step).toBeGreaterThan(tops[0]!);
    expect(await name.getAttribute('href'), step).toBe(`/pt/events/${festival}`);
  }
});

test('where there are only standing places, nobody is told to touch seats', async () => {
  const { page } = await phone();
  await choose(page, festival);
  await shown(page, t('lead-standing'));
  expect(await page.getByText(t('lead')).count()).toBe(0);
});

test('whoever comes back from the checkout finds what they hold, and may let it go', async () => {
  const { page } = await stalls(await stage.newShow());
  await seat(page, 'B', '7').click();
  await holdButton(page, 1).click();
  await page.waitForURL(CHECKOUT);
  await page.goBack();
  await shown(page, t('held-before', { count: 1 }));
  await page.getByRole('button', { name: t('let-go') }).click();
  await page.getByText(t('held-before', { count: 1 })).waitFor({ state: 'detached' });
  await asList(page);
  await section(page, 'Plateia').click();
  await expect.poll(() => seat(page, 'B', '7').count(), PATIENCE).toBe(1);
});

test('whoever comes back after paying is told that their purchase is confirmed', async () => {
  const { page } = await stalls(await stage.newShow());
  await seat(page, 'B', '7').click();
  await holdButton(page, 1).click();
  await page.waitForURL(CHECKOUT);
  await payAtTill(page);
  await page.goBack();
  await shown(page, t('bought-before'));
  await page.reload();
  await shown(page, t('bought-before'));
  await page.getByRole('link', { name: t('to-orders') }).click();
  await page.waitForURL(/\/pt\/orders$/);
});

test('without JavaScript places are had by number', async () => {
  const eventId = await stage.newShow();
  const { page, context } = await phone({ javaScriptEnabled: false });
  await choose(page, eventId);
  await page.getByRole('link', { name: t('no-script-link') }).click();
  await page.getByLabel(t('ticket-type')).selectOption({ label: 'Plateia · Inteira — R$ 180,00' });
  await page.getByLabel(t('how-many')).selectOption('2');
  await page.getByRole('button', { name: t('hold', { count: 0 }) }).click();
  await page.waitForURL(/\/pt\/sign-in\?return=/);
  await stage.signUp(context);
  await page.goBack();
  await page.getByRole('button', { name: t('hold', { count: 0 }) }).click();
  await page.waitForURL(CHECKOUT);
  const hold = await context.request.get(page.url().replace('/pt/checkout/', '/api/v1/holds/'));
  expect(((await hold.json()) as { items: unknown[] }).items).toHaveLength(2);
});

test.each(['night', 'paper'] as const)('nothing stands in the way of assistive technology, neither on the map nor in the list (%s)', async (theme) => {
  const { page } = await stalls(await stage.newShow(), { theme });
  await seat(page, 'F', '12').click();
  const problems = async () => (await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  expect(await problems()).toEqual([]);
  await page.getByRole('tab', { name: t('as-map') }).click();
  await page.locator('canvas').waitFor();
  expect(await problems()).toEqual([]);
});

/** Presses the tabulator until it is reached, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('The keyboard does not get there.');
}
