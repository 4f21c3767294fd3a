import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import en from '#words/en.json' with { type: 'json' };
import es from '#words/es.json' with { type: 'json' };
import pt from '#words/pt.json' with { type: 'json' };
import { faultsInBothThemes } from './axe.ts';
import { holding, ordersOf, PASSWORD, signUp } from './fan.ts';
import { houseUrl } from './house.ts';
import { LineStage } from './line-stage.ts';
import { shortSale } from './short-sale.ts';
import { settled, visits } from './visit.ts';

// What pages look like only for a moment, or when something goes wrong, in every language: said in its words, and nothing for axe to find.
const visitors = visits();
const shown = (page: Page, text: string) => page.getByText(text).first().waitFor();
/** A sentence up to where something is filled in. */
const begins = (sentence: string) => new RegExp(`^${sentence.split('{')[0]!.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);

describe.each([['pt', pt], ['es', es], ['en', en]] as const)('in %s', (language, words) => {
  const { checkout, orders, account } = words;
  const fan = async () => signUp(await visitors.open({ phone: true }));

  test('a purchase: places given up or not, a card declined, PIX shown and paid, and withdrawn from', async () => {
    const page = await fan();
    const holdId = await holding(page);
    await page.goto(`/${language}/checkout/${holdId}`);
    await settled(page);
    await page.getByRole('button', { name: checkout['let-go'] }).click();
    await page.getByRole('button', { name: checkout['let-go-yes'] }).waitFor();
    expect(await faultsInBothThemes(page), 'asked whether to let go').toEqual([]);
    await page.getByRole('button', { name: checkout['let-go-no'] }).click();

    await page.getByLabel(checkout.sandbox.title).selectOption({ label: checkout.sandbox.declined });
    await page.getByRole('button', { name: begins(checkout.pay) }).click();
    await shown(page, checkout.declined.declined);
    expect(await faultsInBothThemes(page), 'declined').toEqual([]);

    // The demo's bank pays by itself within seconds; the page hears of it once it was looked at.
    const { promise: looked, resolve: look } = Promise.withResolvers<void>();
    await page.route(/\/api\/v1\/orders\/[^/]+(\/stream)?$/, (route) => looked.then(() => route.continue()));
    await page.getByLabel(new RegExp(`^${checkout.method.pix}`)).check();
    await page.getByRole('button', { name: begins(checkout['make-pix']) }).click();
    await page.getByRole('img', { name: checkout.pix.picture }).waitFor();
    expect(await faultsInBothThemes(page), 'PIX shown').toEqual([]);
    look();
    await page.waitForURL(new RegExp(`/${language}/orders/[0-9a-f-]+\\?paid$`));
    await shown(page, orders.one.confirmed);
    expect(await faultsInBothThemes(page), 'PIX paid').toEqual([]);
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);

    await page.getByRole('button', { name: orders.withdrawal.open }).click();
    await page.getByRole('button', { name: orders.withdrawal.yes }).waitFor();
    expect(await faultsInBothThemes(page), 'asked whether to withdraw').toEqual([]);
  });

  test('the time to pay is over', async () => {
    const sale = await shortSale(8);
    const page = await fan();
    await page.goto(`/${language}/checkout/${await holding(page, sale)}`);
    await shown(page, checkout.over.title);
    expect(await faultsInBothThemes(page)).toEqual([]);
  });

  test('an account: what is wrong with a form, and whether it is to be deleted', async () => {
    const page = await visitors.open({ phone: true });
    await page.goto(`/${language}/sign-up`);
    await settled(page);
    await page.getByLabel(account.field.name).fill('Ana Souza');
    await page.getByLabel(account.field.email).fill('nobody');
    await page.getByLabel(account.field.password).fill('curta');
    await page.getByRole('button', { name: account['sign-up'].submit }).click();
    await shown(page, account.field['short-password']);
    expect(await faultsInBothThemes(page), 'a form refused').toEqual([]);
    await signUp(page);
    await page.goto(`/${language}/account`);
    await settled(page);
    await page.getByRole('button', { name: account.deletion.open }).click();
    await page.getByLabel(account.deletion.password).fill(`not ${PASSWORD}`);
    expect(await faultsInBothThemes(page), 'asked whether to delete').toEqual([]);
    await page.getByRole('button', { name: account.deletion.confirm }).click();
    await page.locator('input[aria-invalid=true]').first().waitFor();
    expect(await faultsInBothThemes(page), 'not deleted').toEqual([]);
  });

  test('the line: left or not, called, sold out', async () => {
    const { line } = words;
    const stage = new LineStage(houseUrl());
    const eventId = await stage.newLine({ capacity: 2 });
    const first = await stage.enter(eventId);
    const page = await visitors.open({ phone: true });
    await page.goto(`/${language}/events/${eventId}/line`);
    await page.waitForSelector('[data-scene="next"]');
    await page.getByRole('button', { name: line.page.leave, exact: true }).click();
    await page.getByRole('button', { name: line.page.leaveNo, exact: true }).waitFor();
    expect(await faultsInBothThemes(page), 'asked whether to leave').toEqual([]);
    await page.getByRole('button', { name: line.page.leaveNo, exact: true }).click();
    await stage.leave(eventId, first);
    await page.waitForSelector('[data-scene="called"]');
    expect(await page.getByRole('alert').textContent()).toBe(line.live.called);
    expect(await faultsInBothThemes(page), 'called').toEqual([]);

    const wanted = await stage.newLine({ capacity: 2 });
    await stage.buyTwo(wanted, await stage.enterWithAccount(wanted));
    await page.goto(`/${language}/events/${wanted}/line`);
    await page.waitForSelector('[data-scene="soldOut"]');
    await shown(page, line.live.soldOut);
    expect(await faultsInBothThemes(page), 'sold out').toEqual([]);
    await page.goto(`/${language}/events/${wanted}/choose`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await settled(page);
    expect(await faultsInBothThemes(page), 'not admitted').toEqual([]);
  });
});
