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
