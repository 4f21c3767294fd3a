import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { positionOf, type PublishedDraw } from '#line/draw.ts';
import words from '#words/pt.json' with { type: 'json' };
import { houseUrl } from './house.ts';
import { LineStage } from './line-stage.ts';
import { visits, type VisitOptions } from './visit.ts';

const { live, page: said, plain } = words.line;
const visit = visits();
let stage: LineStage;
beforeAll(() => {
  stage = new LineStage(houseUrl());
});

const phone = (options: VisitOptions = {}) => visit.open({ phone: true, ...options });
const lineOf = (eventId: string) => `/pt/events/${eventId}/line`;
const sees = (page: Page, scene: string) => page.waitForSelector(`[data-scene="${scene}"]`);
const figure = (page: Page, value: string) => page.locator('[data-part="value"]', { hasText: new RegExp(`^${value}$`) }).waitFor();
const shown = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor();
const claim = (page: Page) => page.getByRole('button', { name: live.claim }).click();
const entryOf = (page: Page, eventId: string) => page.evaluate((key) => (JSON.parse(localStorage.getItem(key)!) as { place: { entry: number } }).place.entry, `catraca.line.${eventId}`);

test('whoever comes has a place, sees it move, is called, and goes on with an admission by a tap', async () => {
  const eventId = await stage.newLine({ capacity: 4 });
  const [first, second] = [await stage.enter(eventId), await stage.enter(eventId), await stage.enter(eventId)];
  const page = await phone();
  await page.goto(lineOf(eventId));
  // Two are called: tickets for two of them, two each.
  await figure(page, '1');
  await shown(page, live.waiting);
  expect(await page.locator('dl').innerText()).toMatch(/Seu lugar\s+4[\s\S]*Já chamados\s+2[\s\S]*Ingressos restantes\s+4/);
  expect(await page.title()).toContain('1 na frente');
  await stage.leave(eventId, first!);
  await sees(page, 'next');
  expect(await page.locator('[data-part="arms"]').evaluate((arms) => arms.style.transform), 'the turnstile has turned').toContain('rotate(');

  await stage.leave(eventId, second!);
  await sees(page, 'called');
  await shown(page, live.toAnswer);
  expect(await page.title()).toContain(live.turnTitle);
  expect(await page.getByRole('alert').textContent()).toBe(live.called);
  await claim(page);
  await page.waitForURL(`**/pt/events/${eventId}/choose`);
  const kept = await page.evaluate((key) => sessionStorage.getItem(key), `catraca.admission.${eventId}`);
  expect(JSON.parse(kept!)).toMatchObject({ admissionToken: expect.stringMatching(/.{40}/), ticketLimit: 2, expiresAt: expect.any(String) });

  await page.goBack();
  await sees(page, 'admitted');
  await page.getByRole('button', { name: live.proceed }).click();
  await page.waitForURL(/\/choose$/);
});

test('a lost connection is said calmly, and the same place goes on when it is back', async () => {
  const eventId = await stage.newLine();
  await stage.pause(eventId, true);
  await stage.enter(eventId);
  const page = await phone();
  await page.goto(lineOf(eventId));
  await sees(page, 'paused');
  await figure(page, '1');
  await page.context().setOffline(true);
  await shown(page, live.offlinePlace);
  await stage.pause(eventId, false);
  await page.context().setOffline(false);
  await sees(page, 'called');
  expect(await page.locator('[data-part="offline"]').isVisible()).toBe(false);
  expect(await entryOf(page, eventId)).toBe(1);
});

test('a reload and a second tab have the same place, and a reload asks for no other', async () => {
  const eventId = await stage.newLine();
  await stage.pause(eventId, true);
  const page = await phone();
  await page.goto(lineOf(eventId));
  await sees(page, 'paused');
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname.split('/').at(-1)!}`));
  await page.reload();
  await sees(page, 'paused');
  const tab = await page.context().newPage();
  await tab.goto(lineOf(eventId));
  await sees(tab, 'paused');
  expect(await entryOf(tab, eventId)).toBe(0);
  expect(asked.filter((request) => request === 'POST line')).toEqual([]);
});

test('leaving is asked once, holds in every tab, and nobody enters again without being asked', async () => {
  const eventId = await stage.newLine();
  await stage.pause(eventId, true);
  const page = await phone();
  await page.goto(lineOf(eventId));
  await sees(page, 'paused');
  const tab = await page.context().newPage();
  await tab.goto(lineOf(eventId));
  await sees(tab, 'paused');
  const leave = page.getByRole('button', { name: said.leave, exact: true });
  await leave.click();
  await page.getByRole('button', { name: said.leaveNo, exact: true }).click();
  await sees(page, 'paused');
  await leave.click();
  await page.getByRole('button', { name: said.leaveYes, exact: true }).click();
  await sees(page, 'left');
  await sees(tab, 'left');
  await page.reload();
  await sees(page, 'left');
  await page.getByRole('button', { name: live.again }).click();
  await sees(page, 'paused');
  expect(await entryOf(page, eventId)).toBe(1);
});

test('a turn that went by comes once more, and is missed only then', async () => {
  const eventId = await stage.newLine({ capacity: 2, claimSeconds: 8 });
  const page = await phone();
  await page.goto(lineOf(eventId));
  await sees(page, 'called');
  const entered: string[] = [];
  page.context().on('request', (request) => request.method() === 'POST' && request.url().endsWith('/line') && entered.push(request.url()));
  await sees(page, 'lapsed');
  await sees(page, 'called');
  await sees(page, 'missed');
  await shown(page, live.missed);
  expect(await page.title()).toContain(live.missedTitle);
  await page.reload();
  await sees(page, 'missed');
  expect(entered, 'nobody enters again without being asked').toEqual([]);
  await page.getByRole('button', { name: live.again }).click();
  await sees(page, 'called');
  expect([await entryOf(page, eventId), entered.length]).toEqual([1, 1]);
});

test('a place that the box office does not know any more is said to be lost long before its turn, and a new one is offered', async () => {
  const eventId = await stage.newLine();
  await stage.pause(eventId, true);
  // As after a backup that is older than the place: a token that means nothing here, with a number that was not given out.
  const { lineToken } = await stage.enter(eventId);
  const page = await phone();
  await page.goto(`/pt/events/${eventId}`);
  await page.evaluate(([key, memory]) => localStorage.setItem(key, memory), [`catraca.line.${eventId}`, JSON.stringify({ place: { lineToken, entry: 7, position: 7 }, userId: null, seenAt: Date.now() - 60_000 })] as const);
  const entered: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/line') && entered.push(request.url()));
  await page.goto(lineOf(eventId));
  await sees(page, 'lost');
  await shown(page, live.lost);
  expect(await page.title()).toContain(live.lostTitle);
  expect(await page.locator('[data-part="leave"]').isVisible()).toBe(false);
  expect(entered).toEqual([]);
  await page.getByRole('button', { name: live.again }).click();
  await sees(page, 'paused');
  expect([await entryOf(page, eventId), entered.length]).toEqual([1, 1]);

  const plainly = await phone({ javaScriptEnabled: false });
  const name = `catraca.line.${eventId}`;
  await plainly.context().addCookies([{ name, value: Buffer.from(JSON.stringify([lineToken, 7, 7])).toString('base64url'), url: houseUrl() }]);
  await plainly.goto(`${lineOf(eventId)}/plain`);
  await shown(plainly, live.lost);
  expect((await plainly.context().cookies()).filter((cookie) => cookie.name === name)).toEqual([]);
  await plainly.getByRole('link', { name: plain.refreshNow }).click();
  await plainly.waitForURL('**/plain?stop=lost');
  await shown(plainly, live.lost);
  await plainly.getByRole('button', { name: live.again }).click();
  await sees(plainly, 'paused');
});

test('sold out is said to whoever waits and to whoever comes', async () => {
  const eventId = await stage.newLine({ capacity: 2 });
  const buyer = await stage.enterWithAccount(eventId);
  const page = await phone();
  await page.goto(lineOf(eventId));
  await sees(page, 'next');
  await stage.buyTwo(eventId, buyer);
  await sees(page, 'soldOut');
  await shown(page, live.soldOut);
  expect(await page.title()).toContain(live.soldOutTitle);
  const late = await phone();
  await late.goto(lineOf(eventId));
  await sees(late, 'soldOut');
});

test('whoever has bought finds the turn over, and does not enter again unasked', async () => {
  const eventId = await stage.newLine();
  const buyer = await stage.enterWithAccount(eventId);
  await stage.buyTwo(eventId, buyer);
  const page = await phone();
  const { email, password } = buyer;
  expect((await page.request.post('/api/v1/auth/sign-in', { data: { email, password } })).ok()).toBe(true);
  await page.goto(`/pt/events/${eventId}`);
  const memory = JSON.stringify({ place: { lineToken: buyer.lineToken, entry: 0, position: 0 }, userId: null, seenAt: Date.now() - 60_000 });
  await page.evaluate(([key, kept]) => localStorage.setItem(key, kept), [`catraca.line.${eventId}`, memory] as const);
  const entered: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/line') && entered.push(request.url()));
  await page.goto(lineOf(eventId));
  await sees(page, 'missed');
  await shown(page, live.missed);
  // Who is signed in has been heard, though it is said only beside a place.
  await page.getByText(live.signedIn.replace('{name}', 'Ana Compradora'), { exact: true }).waitFor({ state: 'attached' });
  expect(await page.title()).toContain(live.missedTitle);
  expect(entered).toEqual([]);
});

test('in a draw everybody computes the place from the published rule, and asks nobody', async () => {
  const eventId = await stage.newLine({ capacity: 100, drawAtOpening: true, opensInSeconds: 20 });
  await Promise.all(Array.from({ length: 60 }, () => stage.enter(eventId)));
  const page = await phone();
  await page.goto(lineOf(eventId));
  await sees(page, 'entered');
  await shown(page, live.untilDraw);
  const entry = await entryOf(page, eventId);
  await stage.pause(eventId, true);
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname.split('/').at(-1)!}`));
  await sees(page, 'paused');
  const position = positionOf(entry, (await stage.call('GET', `/events/${eventId}/line/draw`)) as unknown as PublishedDraw);
  expect(await page.locator('dl').innerText()).toMatch(new RegExp(`Seu lugar\\s+${position! + 1}\\b`));
  expect(asked.filter((request) => request === 'POST line')).toEqual([]);
});

test('a line that is not open yet takes one in as soon as it opens, without a reload', async () => {
  const eventId = await stage.newLine({ opensInSeconds: 8 });
  const page = await phone();
  await page.goto(lineOf(eventId));
  await sees(page, 'scheduled');
  await shown(page, live.untilOpening);
  await sees(page, 'called');
  expect(await entryOf(page, eventId)).toBe(0);
});

test('a challenge is solved beside the page', async () => {
  const eventId = await stage.newLine({ challengeRequired: true });
  await stage.pause(eventId, true);
  const page = await phone();
  await page.goto(lineOf(eventId));
  await sees(page, 'paused');
  await figure(page, '0');
  expect(await entryOf(page, eventId)).toBe(0);
});

test('a line for accounts leads to signing in, and back', async () => {
  const eventId = await stage.newLine({ verifiedAccountRequired: true });
  const page = await phone();
  await page.goto(lineOf(eventId));
  await sees(page, 'signIn');
  expect(await page.getByRole('link', { name: live.signInAction }).getAttribute('href')).toBe(`/pt/sign-in?return=${encodeURIComponent(`/pt/events/${eventId}/line`)}`);
});

test('whoever signs in to an account with an earlier place keeps that one', async () => {
  const eventId = await stage.newLine();
  await stage.pause(eventId, true);
  const { email, password } = await stage.enterWithAccount(eventId);
  const page = await phone();
  await page.goto(lineOf(eventId));
  await figure(page, '1');
  await shown(page, live.signInHint);
  const signedIn = await page.request.post('/api/v1/auth/sign-in', { data: { email, password } });
  expect(signedIn.ok()).toBe(true);
  await page.reload();
  await shown(page, live.merged);
  await figure(page, '0');
  expect(await entryOf(page, eventId)).toBe(0);
  await shown(page, live.signedIn.replace('{name}', 'Ana Compradora'));
});

test('on a shared browser nobody enters with a second account unasked, and each account keeps its own place', async () => {
  const eventId = await stage.newLine();
  await stage.pause(eventId, true);
  const [ana, bia] = [await stage.newAccount(), await stage.newAccount()];
  const page = await phone();
  const signIn = async (data: typeof ana) => expect((await page.request.post('/api/v1/auth/sign-in', { data })).ok()).toBe(true);
  await signIn(ana);
  await page.goto(lineOf(eventId));
  await sees(page, 'paused');
  await shown(page, live.signedIn.replace('{name}', 'Ana Compradora'));
  const entered: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/line') && entered.push(request.url()));
  await signIn(bia);
  for (const visit of [() => page.goto(lineOf(eventId)), () => page.reload()]) {
    await visit();
    await sees(page, 'anothers');
    await shown(page, live.anothers);
    expect(await page.title()).toContain(live.anothersTitle);
  }
  expect([await entryOf(page, eventId), entered]).toEqual([0, []]);
  expect(await page.getByRole('link', { name: live.otherAccount }).getAttribute('href')).toContain('/pt/sign-in?return=');
  await page.getByRole('button', { name: live.enter }).click();
  await sees(page, 'paused');
  expect([await entryOf(page, eventId), entered.length]).toEqual([1, 1]);
  expect(await page.locator('[data-part="note"]').isVisible(), 'two places of one person').toBe(false);

  // Without a visit of the second account's in between, by which its place would be heard to be its own.
  await signIn(ana);
  await page.reload();
  await sees(page, 'anothers');
  await page.getByRole('button', { name: live.enter }).click();
  await sees(page, 'paused');
  expect(await entryOf(page, eventId), 'the place of before').toBe(0);
  await page.reload();
  await shown(page, live.signedIn.replace('{name}', 'Ana Compradora'));
  await sees(page, 'paused');
  expect(entered.length, 'by taps alone').toBe(2);
});

test('a turn that a session which has ended may not claim is said to need signing in', async () => {
  const eventId = await stage.newLine();
  const page = await phone();
  expect((await page.request.post('/api/v1/auth/sign-in', { data: await stage.newAccount() })).ok()).toBe(true);
  await page.goto(lineOf(eventId));
  await sees(page, 'called');
  expect((await page.request.post('/api/v1/auth/sign-out')).ok()).toBe(true);
  await claim(page);
  await sees(page, 'notYours');
  await shown(page, live.notYours);
  await page.getByRole('link', { name: live.signInAction }).waitFor();
});

test('whoever signs in while the box office cannot say how the place stands enters nowhere unasked, and the next visit asks again', async () => {
  const eventId = await stage.newLine();
  await stage.pause(eventId, true);
  const { email, password } = await stage.enterWithAccount(eventId);
  const page = await phone();
  await page.goto(lineOf(eventId));
  await figure(page, '1');
  expect((await page.request.post('/api/v1/auth/sign-in', { data: { email, password } })).ok()).toBe(true);
  const entered: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/line') && entered.push(request.url()));
  await page.route('**/line/place', (route) => route.fulfill({ status: 503, headers: { 'retry-after': '2' }, contentType: 'application/problem+json', body: '{}' }));
  const refused = page.waitForResponse('**/line/place');
  await page.reload();
  expect((await refused).status()).toBe(503);
  await shown(page, live.signedIn.replace('{name}', 'Ana Compradora'));
  expect([await entryOf(page, eventId), entered]).toEqual([1, []]);
  await page.unroute('**/line/place');
  await page.reload();
  await shown(page, live.merged);
  expect([await entryOf(page, eventId), entered.length]).toEqual([0, 1]);
});

test('the line follows the page of its show without a complaint of the browser', async () => {
  const eventId = await stage.newLine();
  const page = await phone({ reducedMotion: 'no-preference' });
  await page.goto(`/pt/events/${eventId}`);
  await page.locator('main a[href$="/line"]').first().click();
  await sees(page, 'called');
  await page.goBack();
  await page.locator('main a[href$="/line"]').first().waitFor();
});

test('whoever wants less motion sees none', async () => {
  const eventId = await stage.newLine();
  await stage.pause(eventId, true);
  const page = await phone();
  await page.goto(lineOf(eventId));
  await sees(page, 'paused');
  const motion = await page.locator('[data-part="arms"]').evaluate((arms) => [getComputedStyle(arms).transitionDuration, getComputedStyle(arms).animationName]);
  expect(motion).toEqual(['0s', 'none']);
});

test.each(['night', 'paper'] as const)('axe finds nothing in the line, its turn and its plain page on %s', async (theme) => {
  const eventId = await stage.newLine({ capacity: 2 });
  const first = await stage.enter(eventId);
  const page = await phone({ theme });
  await page.goto(lineOf(eventId));
  const faults = async () => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  await sees(page, 'next');
  expect(await faults()).toEqual([]);
  await stage.leave(eventId, first);
  await sees(page, 'called');
  expect(await faults()).toEqual([]);
  await page.goto(`${lineOf(eventId)}/plain`);
  expect(await faults()).toEqual([]);
});
