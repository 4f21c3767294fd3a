import { createTranslator } from 'next-intl';
import type { Locator, Page } from 'playwright-core';
import words from '#words/pt.json' with { type: 'json' };

/** The demo's theatre: on sale, behind a line. */
const SHOW = 'Noite de Gala no Casino';
export const stretches = ['home', 'event', 'line', 'seats', 'sign-up', 'card', 'ticket', 'print'] as const;
export type Stretch = (typeof stretches)[number];

/** Whoever goes the way: a person with eyes and thumbs, or a test in a hurry. */
export interface Walker {
  /** Takes in what is on the screen. */
  read(): Promise<void>;
  tap(target: Locator): Promise<void>;
  type(target: Locator, text: string): Promise<void>;
  /** This much of the way is behind. */
  passed(stretch: Stretch): void;
}

/** From the home page to a printed ticket, as somebody who was never here: through the line, two seats together, a new account, a card. Returns at the printer's. */
export async function walkToTicket(page: Page, { read, tap, type, passed }: Walker, email: string): Promise<void> {
  const { account, checkout, line, orders, seats } = words;
  const bestTwo = createTranslator({ locale: 'pt', messages: { seats }, namespace: 'seats' })('best-take', { count: 2 });
  // The sheets that would lie in the printer.
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', String(document.querySelectorAll('.ticket-sheet').length));
  });
  await page.goto('/pt');
  await read();
  await tap(page.getByRole('link', { name: SHOW }).first());
  passed('home');

  await page.waitForURL(/\/pt\/events\/[^/]+$/);
  await read();
  await tap(page.locator('main a[href$="/line"]').first());
  passed('event');

  await page.waitForSelector('[data-scene="called"]');
  await read();
  await tap(page.getByRole('button', { name: line.live.claim }));
  passed('line');

  await page.waitForURL(/\/choose$/);
  const take = page.getByRole('button', { name: bestTwo });
  await take.waitFor();
  await read();
  await tap(take);
  passed('seats');

  await page.waitForURL(/\/sign-in\?return=/);
  await tap(page.getByRole('link', { name: account['sign-in']['sign-up'] }));
  await page.waitForURL(/\/sign-up\?return=/);
  await read();
  await type(page.getByLabel(account.field.name), 'Ana Souza');
  await type(page.getByLabel(account.field.email), email);
  await type(page.getByLabel(account.field.password, { exact: true }), 'uma frase curta');
  await tap(page.getByRole('button', { name: account['sign-up'].submit }));
  await page.waitForURL(/\/choose$/);
  await tap(take);
  passed('sign-up');

  await page.waitForURL(/\/checkout\//);
  const pay = page.getByRole('button', { name: new RegExp(`^${checkout.pay.split('{', 1)[0]}`) });
  await pay.waitFor();
  await read();
  await tap(pay);
  passed('card');

  await page.waitForURL(/\/orders\/[^/]+\?paid$/);
  const print = page.getByRole('button', { name: orders.one.print });
  await print.waitFor();
  await read();
  passed('ticket');

  await tap(print);
  await page.waitForSelector('[data-printed]', { state: 'attached' });
  passed('print');
}
