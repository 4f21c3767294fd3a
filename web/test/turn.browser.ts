import { createTranslator } from 'next-intl';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import words from '#words/pt.json' with { type: 'json' };
import { houseUrl } from './house.ts';
import { payAtTill, SeatStage } from './seat-stage.ts';
import { visits } from './visit.ts';

const t = createTranslator({ locale: 'pt', messages: words, namespace: 'seats' });
const url = houseUrl();
const stage = new SeatStage(url);
const CHECKOUT = /\/pt\/checkout\/[0-9a-f-]{36}$/;
const visitors = visits();

async function phone() {
  const page = await visitors.open({ phone: true });
  return { page, context: page.context() };
}

const choose = (page: Page, eventId: string) => page.goto(`${url}/pt/events/${eventId}/choose`);
const shown = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor();
const keep = (page: Page, eventId: string, admission: object) => page.evaluate(([key, kept]) => sessionStorage.setItem(key, kept), [`catraca.admission.${eventId}`, JSON.stringify(admission)] as const);

/** Somebody at the till with what they had in their turn. */
async function inTurn() {
  const eventId = await stage.newShow({ lineRequired: true });
  const { page, context } = await phone();
  await stage.signUp(context);
  const admission = await stage.claim(context, eventId);
  await page.goto(`${url}/pt/events/${eventId}`);
  await keep(page, eventId, admission);
  await choose(page, eventId);
  await page.getByRole('button', { name: t('best-take', { count: 2 }) }).click();
  await page.waitForURL(CHECKOUT);
  return { page, context, eventId, admission };
}

test('where there is a line, nobody chooses without a turn, and who has one sees its clock', async () => {
  const eventId = await stage.newShow({ lineRequired: true });
  const stranger = await phone();
  await choose(stranger.page, eventId);
  await shown(stranger.page, t('no-turn'));
  await shown(stranger.page, t('no-place-lead'));
  expect(await stranger.page.getByText(t('no-turn-lead')).count(), 'nobody is told of a place that there is not').toBe(0);
  expect(await stranger.page.getByRole('link', { name: t('to-line') }).getAttribute('href')).toBe(`/pt/events/${eventId}/line`);

  const admitted = await phone();
  await stage.signUp(admitted.context);
  await stage.admit(admitted.context, eventId);
  await choose(admitted.page, eventId);
  await admitted.page.getByRole('timer').filter({ hasText: /\d:\d\d/ }).waitFor();
  await admitted.page.getByRole('button', { name: t('best-take', { count: 2 }) }).click();
  await admitted.page.waitForURL(CHECKOUT);
});

test('a turn that is over is said so, and leads back to the line', async () => {
  const eventId = await stage.newShow({ lineRequired: true });
  const { page, context } = await phone();
  await stage.admit(context, eventId, new Date(Date.now() - 1_000).toISOString());
  await choose(page, eventId);
  await shown(page, t('turn-over'));
  expect(await page.getByRole('link', { name: t('to-line') }).count()).toBe(1);
});

test('whoever bought in their turn finds neither a clock that runs nor that nothing was charged, and a turn of a later place has its clock', async () => {
  const { page, context, eventId } = await inTurn();
  await payAtTill(page);
  await page.goBack();
  await shown(page, t('bought-before'));
  await shown(page, t('no-place-lead'));
  expect([await page.getByRole('timer').count(), await page.getByText(t('turn-over-lead')).count(), await page.getByText(t('turn-over')).count()]).toEqual([0, 0, 0]);
  await keep(page, eventId, await stage.claim(context, eventId));
  await page.reload();
  await page.getByRole('timer').filter({ hasText: /\d:\d\d/ }).waitFor();
  await shown(page, t('bought-before'));
});

test('what is held outlives the turn, and is found above its end', async () => {
  const { page, eventId, admission } = await inTurn();
  await keep(page, eventId, { ...admission, expiresAt: new Date(Date.now() - 1_000).toISOString() });
  await page.goBack();
  await shown(page, t('turn-over'));
  await shown(page, t('held-before', { count: 2 }));
  expect(await page.getByText(t('turn-over-lead')).count()).toBe(0);
  await page.getByRole('link', { name: t('to-checkout') }).click();
  await page.waitForURL(CHECKOUT);
});
