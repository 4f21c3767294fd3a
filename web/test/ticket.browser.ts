import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import words from '#words/pt.json' with { type: 'json' };
import { festival } from './fan.ts';
import { houseUrl } from './house.ts';
import { outfit } from './pages.ts';
import { settled, visits } from './visit.ts';

const { open } = visits();

test('the code of a ticket is wholly in sight on a small phone, with words and the number of its order beside it', async () => {
  const page = await open({ viewport: { width: 360, height: 740 } });
  const { orderId, ticketId } = await outfit(page.context(), houseUrl());
  await page.goto(`/pt/tickets/${ticketId}`);
  await settled(page);
  const box = (await page.getByRole('img', { name: /Código do ingresso/ }).boundingBox())!;
  expect(box.y + box.height).toBeLessThan(740);
  const number = page.getByText(words.orders.number.replace('{number}', orderId.replaceAll('-', '').slice(-8).toUpperCase()));
  const beside = (await number.boundingBox())!;
  expect(beside.y + beside.height).toBeLessThan(740);
  await page.getByText(words.tickets.present).waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await number.isVisible(), 'on paper, too').toBe(true);
  const told = await page.context().request.get(`${houseUrl()}/api/v1/events/${festival}`);
  const { address } = (await told.json()) as { address: string };
  expect(address).not.toBe('');
  await page.getByText(address).waitFor();
});

/** What stands before a separator that ends its line. */
const hanging = (page: Page) =>
  page.locator('main').evaluate((main) => {
    const seen: { text: string; top: number }[] = [];
    const nodes = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
      const text = node.textContent ?? '';
      for (let at = 0; at < text.length; at += 1) {
        if (text[at]!.trim() === '') continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { top, height } = range.getBoundingClientRect();
        // What only a screen reader meets is cut to a dot.
        if (height > 0 && (node.parentElement?.clientWidth ?? 0) !== 1) seen.push({ text: text[at]!, top: top + height / 2 });
      }
    }
    return seen.flatMap(({ text, top }, at) => (text === '·' && Math.abs((seen[at + 1]?.top ?? Infinity) - top) > 8 ? [seen.slice(Math.max(0, at - 20), at + 1).map((each) => each.text).join('')] : []));
  });

test('no separator hangs at the end of a line where shows are announced', async () => {
  for (const width of [320, 360, 390]) {
    const page = await open({ viewport: { width, height: 740 } });
    for (const path of ['', '/events?search=dunas', `/events/${festival}`]) {
      await page.goto(`/pt${path}`);
      await settled(page);
      expect(await hanging(page), `${path} at ${width}`).toEqual([]);
    }
  }
});

test('no separator hangs at the end of a line where something bought is shown', async () => {
  for (const width of [320, 360]) {
    const page = await open({ viewport: { width, height: 740 } });
    const { orderId, ticketId, holdId } = await outfit(page.context(), houseUrl());
    for (const path of ['/orders', `/orders/${orderId}`, '/tickets', `/tickets/${ticketId}`, `/checkout/${holdId}`]) {
      await page.goto(`/pt${path}`);
      await settled(page);
      expect(await hanging(page), `${path} at ${width}`).toEqual([]);
    }
  }
});
