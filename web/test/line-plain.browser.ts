import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import words from '#words/pt.json' with { type: 'json' };
import { houseUrl } from './house.ts';
import { LineStage } from './line-stage.ts';
import { visits } from './visit.ts';

const { live, page: said, plain } = words.line;
const visit = visits();
let stage: LineStage;
beforeAll(() => {
  stage = new LineStage(houseUrl());
});

const phone = () => visit.open({ phone: true, javaScriptEnabled: false });
const lineOf = (eventId: string) => `/pt/events/${eventId}/line`;
const sees = (page: Page, scene: string) => page.waitForSelector(`[data-scene="${scene}"]`);
const shown = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor();
const claim = (page: Page) => page.getByRole('button', { name: live.claim }).click();

test('without JavaScript the line is entered, waited in, claimed and left by plain forms', async () => {
  const eventId = await stage.newLine({ capacity: 2 });
  const first = await stage.enter(eventId);
  const page = await phone();
  await page.goto(lineOf(eventId));
  await page.waitForURL(`**${lineOf(eventId)}/plain`);
  await shown(page, plain.outside);
  await page.getByRole('button', { name: plain.join }).click();
  await shown(page, live.next);
  const again = await page.reload();
  expect(again!.headers()['refresh']).toBe(`10; url=/pt/events/${eventId}/line/plain`);
  await stage.leave(eventId, first);
  await expect.poll(async () => {
    await page.reload();
    return page.locator('[data-scene]').getAttribute('data-scene');
  }, { timeout: 30_000 }).toBe('called');
  // The hour until which the turn waits is the same after a refresh, and what is left of it is less.
  const [hour, leftMs] = await answerTime(page);
  await expect.poll(async () => {
    await page.reload();
    const [sameHour, later] = await answerTime(page);
    return sameHour === hour && later < leftMs;
  }, { timeout: 30_000 }).toBe(true);
  await claim(page);
  await page.waitForURL(/\/choose\/plain$/);
  expect(await page.locator('main').innerText(), 'said before places are held').toContain(words.ui['needs-script-to-pay']);
  const admission = (await page.context().cookies()).find(({ name }) => name === `catraca.admission.${eventId}`);
  expect(admission).toMatchObject({ httpOnly: true, sameSite: 'Lax' });

  await page.goto(`${lineOf(eventId)}/plain`);
  await page.locator('details.leave summary').click();
  await page.getByRole('button', { name: said.leaveYes, exact: true }).click();
  await shown(page, live.left);
  expect((await page.context().cookies()).filter(({ name }) => name.endsWith(eventId))).toEqual([]);
});

test('without JavaScript nobody is told of a turn that another account must take, and that account finds its place again', async () => {
  const eventId = await stage.newLine();
  await stage.pause(eventId, true);
  const [ana, bia] = [await stage.newAccount(), await stage.newAccount()];
  const page = await phone();
  const signIn = async (data: typeof ana) => expect((await page.request.post('/api/v1/auth/sign-in', { data })).ok()).toBe(true);
  const placeKept = async () => (await page.context().cookies()).some(({ name }) => name === `catraca.line.${eventId}`);
  const look = () => page.goto(`${lineOf(eventId)}/plain`);
  await signIn(ana);
  await look();
  await page.getByRole('button', { name: plain.join }).click();
  await sees(page, 'paused');
  await page.reload();
  await sees(page, 'paused');
  expect(await page.getByText(live.signInHint, { exact: true }).count(), 'who is signed in').toBe(0);
  await signIn(bia);
  // Long before its turn: nobody waits in another's place.
  await look();
  await sees(page, 'anothers');
  await shown(page, live.anothers);
  expect(await placeKept()).toBe(false);
  await page.reload();
  await shown(page, live.anothers);
  // Whoever is signed in has a way in of their own, behind the other's.
  await page.getByRole('button', { name: live.enter }).click();
  await sees(page, 'paused');
  expect(await entryKept(page, eventId)).toBe(1);
  await stage.pause(eventId, false);
  await expect.poll(async () => {
    await look();
    return page.locator('[data-scene]').getAttribute('data-scene');
  }, { timeout: 30_000 }).toBe('called');
  await signIn(ana);
  await look();
  await shown(page, live.anothers);
  expect(await page.getByRole('link', { name: live.otherAccount }).getAttribute('href')).toBe(`/pt/sign-in?return=${encodeURIComponent(`${lineOf(eventId)}/plain`)}`);
  await page.getByRole('button', { name: live.enter }).click();
  await sees(page, 'called');
  expect(await entryKept(page, eventId), 'the place of before').toBe(0);

  // Signed out meanwhile: the device is told of the turn, which only the account may claim.
  expect((await page.request.post('/api/v1/auth/sign-out')).ok()).toBe(true);
  await look();
  await claim(page);
  await shown(page, live.notYours);
  expect((await page.reload())!.headers()['refresh']).toContain(`; url=${lineOf(eventId)}/plain?stop=notYours`);
  expect(await placeKept()).toBe(true);
  await signIn(ana);
  await page.reload();
  await claim(page);
  await page.waitForURL(/\/choose\/plain$/);
});

test('without JavaScript it is still said after a reload why a place has ended', async () => {
  const eventId = await stage.newLine({ claimSeconds: 8 });
  const page = await phone();
  await page.goto(`${lineOf(eventId)}/plain`);
  await page.getByRole('button', { name: plain.join }).click();
  await expect.poll(async () => {
    await page.goto(`${lineOf(eventId)}/plain`);
    return page.locator('[data-scene]').getAttribute('data-scene');
  }, { timeout: 60_000 }).toBe('missed');
  await page.reload();
  await shown(page, live.missed);
  await page.getByRole('button', { name: live.again }).click();
  // In the line once more, whether or not the turn has come by this look.
  await page.locator('details.leave').waitFor();
  expect(await entryKept(page, eventId)).toBe(1);
});

/** The number of the place that the page's cookie keeps. */
async function entryKept(page: Page, eventId: string): Promise<unknown> {
  const { value } = (await page.context().cookies()).find(({ name }) => name === `catraca.line.${eventId}`)!;
  return (JSON.parse(Buffer.from(value, 'base64url').toString()) as unknown[])[1];
}

/** The hour on the plain page, and what it says was left. */
async function answerTime(page: Page): Promise<[string, number]> {
  const [hour, sentence] = [await page.locator('.figure strong').innerText(), await page.locator('.figure span').innerText()];
  expect(hour).toMatch(/^\d\d:\d\d:\d\d$/);
  const [, minutes, seconds] = /(\d+):(\d\d)/.exec(sentence) ?? [];
  return [hour, (Number(minutes) * 60 + Number(seconds)) * 1_000];
}
