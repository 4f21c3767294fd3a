import { beforeAll, expect, test } from 'vitest';
import words from '#words/pt.json' with { type: 'json' };
import { ask, festival, signUp } from './fan.ts';
import { houseUrl } from './house.ts';
import { LineStage } from './line-stage.ts';
import { settled, visits } from './visit.ts';

const { holders: said } = words.checkout;
const { live, page: line } = words.line;
const visitors = visits();
// Until a page looks again, on a machine that has much else to do.
const PATIENCE = { timeout: 60_000, interval: 500 };
let stage: LineStage;
beforeAll(() => {
  stage = new LineStage(houseUrl());
});

const told = (eventId: string) => `catraca.holders.${eventId}`;

test('whose the tickets are is told while waiting, without losing the place, and stands in the checkout', async () => {
  const eventId = await stage.newLine({ holderRequired: true });
  await stage.pause(eventId, true);
  const page = await visitors.open({ phone: true });
  await page.goto(`/pt/events/${eventId}/line`);
  await page.waitForSelector('[data-scene="paused"]');
  await page.getByRole('link', { name: line.holdersAction }).click();
  await page.waitForURL('**/holders');
  await settled(page);
  await page.getByLabel(said.name).nth(0).fill('Bia Lima');
  await page.getByLabel(said.cpf).nth(0).fill('11111111111');
  await page.getByRole('button', { name: said['ahead-keep'] }).click();
  await page.getByText(said['bad-cpf']).waitFor();
  await page.getByLabel(said.cpf).nth(0).fill('52998224725');
  await page.getByRole('button', { name: said['ahead-keep'] }).click();
  await page.getByText(said['ahead-kept'], { exact: true }).waitFor();

  await page.getByRole('link', { name: said['ahead-back'] }).click();
  await page.waitForSelector('[data-scene="paused"]');
  await stage.pause(eventId, false);
  await page.waitForSelector('[data-scene="called"]');
  await page.getByRole('link', { name: line.holdersAction }).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: live.claim }).click();
  await page.waitForURL('**/choose');
  // Signing in takes over what was told before.
  await signUp(page);
  const { admissionToken } = JSON.parse((await page.evaluate((key) => sessionStorage.getItem(key), `catraca.admission.${eventId}`))!) as { admissionToken: string };
  const event = await ask<{ ticketTypes: { id: string }[] }>(page, 'GET', `/events/${eventId}`);
  const hold = await page.context().request.post(`/api/v1/events/${eventId}/holds`, { data: { ticketTypeId: event.body.ticketTypes[0]!.id, quantity: 2 }, headers: { 'x-admission': admissionToken } });
  expect(hold.status()).toBe(201);
  await page.goto(`/pt/checkout/${((await hold.json()) as { id: string }).id}`);
  await page.getByText(said.told).waitFor();
  expect([await page.getByLabel(said.name).nth(0).inputValue(), await page.getByLabel(said.cpf).nth(0).inputValue()]).toEqual(['Bia Lima', '529.982.247-25']);
  await page.getByLabel(said.name).nth(1).fill('Ana Souza');
  await page.getByLabel(said.cpf).nth(1).fill('12345678909');
  await page.getByRole('button', { name: /^Pagar R\$/ }).click();
  await page.waitForURL(/\?paid$/);
  await page.getByText('Bia Lima').first().waitFor();
  expect(await page.evaluate((key) => localStorage.getItem(key), told(eventId)), 'it has been bought with').toBeNull();
});

test.each(['holders', 'sign-in', 'sign-up'])('a turn that comes while one follows the line’s advice is told there: %s', async (where) => {
  const eventId = await stage.newLine({ holderRequired: true });
  await stage.pause(eventId, true);
  const page = await visitors.open({ phone: true });
  await page.goto(`/pt/events/${eventId}/line`);
  await page.waitForSelector('[data-scene="paused"]');
  await page.getByRole('link', { name: where === 'holders' ? line.holdersAction : live.signInAction }).click();
  if (where === 'sign-up') await page.getByRole('link', { name: words.account['sign-in']['sign-up'] }).click();
  await page.waitForURL(`**/${where}*`);
  await settled(page);
  expect(await page.title()).not.toContain(live.turnTitle);
  await stage.pause(eventId, false);
  const turn = page.getByRole('alert').filter({ hasText: live.turnTitle });
  await turn.getByRole('timer').waitFor();
  expect(await page.title()).toContain(live.turnTitle);
  await turn.getByRole('link', { name: words.line.beside.toLine }).click();
  await page.waitForSelector('[data-scene="called"]');
});

test('a turn that is missed while one tells whose the tickets are is told there, and entered again only where one is asked', async () => {
  const eventId = await stage.newLine({ capacity: 2, claimSeconds: 8, holderRequired: true });
  const page = await visitors.open({ phone: true });
  await page.goto(`/pt/events/${eventId}/line`);
  await page.waitForSelector('[data-scene="called"]');
  const entered: string[] = [];
  page.context().on('request', (request) => request.method() === 'POST' && request.url().endsWith('/line') && entered.push(request.url()));
  const beside = await page.context().newPage();
  await beside.goto(`/pt/events/${eventId}/holders`);
  const missed = beside.getByRole('status').filter({ hasText: live.missedTitle });
  await missed.getByText(live.missed).waitFor();
  await page.waitForSelector('[data-scene="missed"]');
  await missed.getByRole('link', { name: words.line.beside.toLine }).click();
  await beside.waitForSelector('[data-scene="missed"]');
  expect(entered).toEqual([]);
  await beside.getByRole('button', { name: live.again }).click();
  await beside.waitForSelector('[data-scene="called"]');
  // The other tab hears of the new place by itself.
  await page.waitForSelector('[data-scene="called"]');
  expect(entered).toHaveLength(1);
});

test.each(['holders', 'choose', 'line'])('a place in a line that is over is forgotten at once, by whichever page looks: %s', async (where) => {
  const eventId = await stage.newLine({ holderRequired: true });
  await stage.pause(eventId, true);
  const page = await visitors.open({ phone: true });
  await page.goto(`/pt/events/${eventId}/line`);
  await page.waitForSelector('[data-scene="paused"]');
  const kept = () => page.evaluate((key) => localStorage.getItem(key), `catraca.line.${eventId}`);
  expect(JSON.parse((await kept())!)).toMatchObject({ place: { entry: 0 } });
  if (where !== 'line') await page.goto(`/pt/events/${eventId}/${where}`);
  if (where === 'choose') await page.getByText(words.seats['no-turn-lead']).waitFor();
  await stage.close(eventId);
  await expect.poll(async () => {
    // The others look again by themselves.
    if (where === 'choose') await page.reload().then(() => settled(page));
    return kept();
  }, PATIENCE).toBeNull();
  if (where === 'choose') await page.getByText(words.seats['no-place-lead']).waitFor();
});

test('without JavaScript, too, a place is kept no longer than there is a line', async () => {
  const eventId = await stage.newLine();
  await stage.pause(eventId, true);
  const page = await visitors.open({ javaScriptEnabled: false });
  const cookies = async () => (await page.context().cookies()).map(({ name }) => name).filter((name) => name.includes(eventId));
  await page.goto(`/pt/events/${eventId}/line/plain`);
  await page.getByRole('button', { name: words.line.plain.join }).click();
  await page.waitForSelector('[data-scene="paused"]');
  expect(await cookies()).toEqual([`catraca.line.${eventId}`]);
  await stage.close(eventId);
  await expect.poll(async () => {
    await page.goto(`/pt/events/${eventId}/line/plain`);
    return page.locator('[data-scene="closed"]').count();
  }, PATIENCE).toBe(1);
  expect(await cookies()).toEqual([]);
});

test('where there is no line, none is spoken of', async () => {
  const page = await visitors.open();
  await page.goto(`/pt/events/${festival}/holders`);
  await page.getByText(said['ahead-lead-free']).waitFor();
  expect(await page.getByText(said['ahead-lead']).count()).toBe(0);
});

test('what one account told is not shown to the next one on the device, and signing out forgets it', async () => {
  const eventId = await stage.newLine({ holderRequired: true });
  const page = await signUp(await visitors.open());
  const tell = async (): Promise<void> => {
    await page.goto(`/pt/events/${eventId}/holders`);
    await settled(page);
    await page.getByLabel(said.name).nth(0).fill('Ana Souza');
    await page.getByLabel(said.cpf).nth(0).fill('52998224725');
    await page.getByRole('button', { name: said['ahead-keep'] }).click();
    await page.getByText(said['ahead-kept'], { exact: true }).waitFor();
  };
  await tell();
  await signUp(page);
  await page.goto(`/pt/events/${eventId}/holders`);
  await settled(page);
  expect(await page.getByLabel(said.cpf).nth(0).inputValue()).toBe('');
  await tell();
  await page.goto('/pt/account');
  await settled(page);
  await page.getByRole('button', { name: 'Sair' }).click();
  await page.waitForURL('**/pt');
  expect(await page.evaluate((key) => localStorage.getItem(key), told(eventId))).toBeNull();
});

test('without JavaScript the line tells what to have at hand; the page that keeps it says what it needs, and leads back', async () => {
  const eventId = await stage.newLine({ holderRequired: true });
  await stage.pause(eventId, true);
  const page = await visitors.open({ javaScriptEnabled: false });
  await page.goto(`/pt/events/${eventId}/line/plain`);
  await page.getByRole('button', { name: words.line.plain.join }).click();
  await page.getByText(words.line.plain.holders).waitFor();
  expect(await page.locator('a[href$="/holders"]').count()).toBe(0);
  // Where an address led here all the same.
  await page.goto(`/pt/events/${eventId}/holders`);
  // Playwright's own search by text leaves out what stands for pages without scripts.
  const instead = page.locator('noscript p');
  expect(await instead.textContent()).toContain(said['no-script']);
  expect(await page.getByRole('button', { name: said['ahead-keep'] }).isVisible(), 'a form that keeps nothing').toBe(false);
  await instead.getByRole('link', { name: said['ahead-back'] }).click();
  await page.waitForURL('**/line/plain');
  await page.waitForSelector('[data-scene="paused"]');
});
