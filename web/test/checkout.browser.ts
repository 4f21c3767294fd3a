import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import words from '#words/pt.json' with { type: 'json' };
import { ask, deck, holding, ordersOf, signUp } from './fan.ts';
import { isInSight } from './in-sight.ts';
import { shortSale } from './short-sale.ts';
import { settled, visits } from './visit.ts';

const visitors = visits();

// What a busy machine needs; never what is expected of it.
const SOON = { timeout: 60_000, interval: 200 };

/** A fan at the till of two places. */
async function atTheTill(ticketTypeId?: string): Promise<{ page: Page; holdId: string }> {
  const page = await signUp(await visitors.open({ phone: true }));
  const holdId = await holding(page, { ...(ticketTypeId !== undefined && { ticketTypeId }) });
  await page.goto(`/pt/checkout/${holdId}`);
  await settled(page);
  return { page, holdId };
}

const pay = (page: Page) => page.getByRole('button', { name: /^Pagar R\$/ });
const card = (page: Page, how: string) => page.getByLabel('Cartão de teste').selectOption({ label: how });
const confirmed = (page: Page) => page.waitForURL(/\/pt\/orders\/[0-9a-f-]+\?paid$/);

describe('a purchase', () => {
  test('is paid by card, and its tickets are there', async () => {
    const { page, holdId } = await atTheTill();
    await page.getByText('R$ 440,00').first().waitFor();
    await pay(page).click();
    await confirmed(page);
    await page.getByText('Está pago.').waitFor();
    expect(await page.getByRole('img', { name: /Código do ingresso/ }).count()).toBe(2);
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);
    const pdf = await page.getByRole('link', { name: words.tickets['pdf-of'].split('{', 1)[0] }).first().getAttribute('href');
    expect((await page.context().request.get(pdf!)).headers()['content-type']).toBe('application/pdf');
  });

  test('takes what goes with it into the total', async () => {
    const { page } = await atTheTill();
    await page.getByRole('button', { name: 'Mais: Ônibus do centro' }).click();
    await page.getByRole('button', { name: 'Pagar R$ 470,00' }).click();
    await confirmed(page);
    await page.getByText('Ônibus do centro').waitFor();
  });

  test('asks whose each ticket is, and says at the field what is wrong', async () => {
    const { page } = await atTheTill(deck);
    await pay(page).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-invalid')), SOON).toBe('true');
    await page.getByText('Falta o CPF.').first().waitFor();
    await page.getByLabel('Nome completo').nth(1).fill('Bia Lima');
    await page.getByLabel('CPF').nth(0).fill('12345678900');
    await page.getByText('Este CPF não confere.').first().waitFor();
    await page.getByLabel('CPF').nth(0).fill('12345678909');
    await page.getByLabel('CPF').nth(1).fill('52998224725');
    await pay(page).click();
    await confirmed(page);
    await page.getByText('Bia Lima').waitFor();
  });

  test('is paid by PIX: the code is shown and copied, and the page turns green by itself', async () => {
    const { page, holdId } = await atTheTill();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    // The demo's bank pays a PIX by itself within seconds; the page hears of it once the code was looked at.
    const { promise: looked, resolve: look } = Promise.withResolvers<void>();
    await page.route(/\/api\/v1\/orders\/[^/]+(\/stream)?$/, (route) => looked.then(() => route.continue()));
    await page.getByLabel(/^PIX/).check();
    await page.getByRole('button', { name: /^Gerar código PIX/ }).click();
    await page.getByRole('img', { name: 'Código QR do PIX' }).waitFor();
    const code = await page.getByLabel('PIX copia e cola').inputValue();
    expect(code).toMatch(/^000201/);
    await page.getByRole('button', { name: 'Copiar código' }).click();
    await page.getByRole('button', { name: 'Copiado' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
    look();
    await confirmed(page);
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);
  });

  test('turns green although no stream comes through', async () => {
    const { page } = await atTheTill();
    await page.route('**/api/v1/orders/*/stream', (route) => route.abort());
    await page.getByLabel(/^PIX/).check();
    await page.getByRole('button', { name: /^Gerar código PIX/ }).click();
    await confirmed(page);
  });

  test('is paid from the balance, whole or in part', async () => {
    const { page, holdId } = await atTheTill();
    await page.goto('/pt/wallet');
    await page.getByLabel('Quanto').fill('500');
    await page.getByLabel('Como pagar').selectOption({ label: 'Cartão' });
    await page.getByRole('button', { name: 'Colocar R$ 500,00' }).click();
    await page.getByText(/Pronto: R\$\s500,00 entraram/).waitFor();
    await page.goto(`/pt/checkout/${holdId}`);
    await page.getByLabel(/^Saldo/).check();
    await pay(page).click();
    await confirmed(page);
    const second = await holding(page);
    await page.goto(`/pt/checkout/${second}`);
    await page.getByLabel('Usar R$ 60,00 do meu saldo').check();
    await page.getByRole('button', { name: 'Pagar R$ 380,00' }).click();
    await confirmed(page);
    await page.goto('/pt/wallet');
    expect((await ask<{ available: { amountCents: number } }>(page, 'GET', '/wallet')).body.available.amountCents).toBe(0);
    expect(await page.getByRole('cell', { name: 'Pagamento' }).count()).toBeGreaterThanOrEqual(2);
  });

  test('that the bank declines keeps its seats, and is paid another way on the same order', async () => {
    const { page, holdId } = await atTheTill();
    await card(page, 'Recusado pelo banco');
    for (let times = 0; times < 2; times += 1) {
      await pay(page).click();
      await page.getByText('O banco recusou este cartão.').waitFor();
      const no = page.getByText('O banco recusou este cartão.');
      await expect.poll(() => isInSight(no), SOON).toBe(true);
      // Said once: the focus comes to it, and no live region says it, too.
      await expect.poll(() => no.evaluate((element) => document.activeElement?.matches('[data-come-here]') === true && document.activeElement.contains(element)), SOON).toBe(true);
      expect(await no.evaluate((element) => element.closest('[role=alert], [role=status]'))).toBeNull();
    }
    await card(page, 'Aprovado');
    await pay(page).click();
    await confirmed(page);
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);
  });
});

describe('nobody buys twice', () => {
  test('by tapping twice', async () => {
    const { page, holdId } = await atTheTill();
    let asked = 0;
    page.on('request', (request) => (asked += Number(request.method() === 'POST' && request.url().endsWith('/orders'))));
    await pay(page).dblclick();
    await confirmed(page);
    expect(asked).toBe(1);
    expect(await ordersOf(page, holdId)).toHaveLength(1);
  });

  test('from two tabs at once', async () => {
    const { page, holdId } = await atTheTill();
    const second = await page.context().newPage();
    await second.goto(`/pt/checkout/${holdId}`);
    await settled(second);
    await Promise.all([pay(page).click(), pay(second).click()]);
    await Promise.all([confirmed(page), confirmed(second)]);
    expect(page.url()).toBe(second.url());
    expect(await ordersOf(page, holdId)).toHaveLength(1);
  });

  test('from a tab that was left open, long after the other has paid', async () => {
    const { page, holdId } = await atTheTill();
    const second = await page.context().newPage();
    await second.goto(`/pt/checkout/${holdId}`);
    await settled(second);
    await pay(page).click();
    await confirmed(page);
    await pay(second).click();
    await confirmed(second);
    expect(second.url()).toBe(page.url());
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);
  });

  test('by going back, or by opening the till again', async () => {
    const { page, holdId } = await atTheTill();
    await page.goto('/pt/tickets');
    await page.goto(`/pt/checkout/${holdId}`);
    await pay(page).click();
    await confirmed(page);
    await page.goBack();
    await page.waitForURL('**/pt/tickets');
    await page.goto(`/pt/checkout/${holdId}`);
    await page.waitForURL(/\/pt\/orders\//);
    expect(await ordersOf(page, holdId)).toHaveLength(1);
  });

  test('by reloading while the bank is asked', async () => {
    const { page, holdId } = await atTheTill();
    await card(page, 'Cobrado, mas a resposta se perde');
    // It arrives, and the page hears nothing of it: else it might go on by itself just when it is reloaded.
    await page.route('**/api/v1/orders', (route) => route.fetch().then(() => undefined, () => undefined));
    await pay(page).click();
    await expect.poll(() => ordersOf(page, holdId), SOON).toHaveLength(1);
    await page.unroute('**/api/v1/orders');
    await page.reload();
    // Either the bank is still being asked, or it has answered meanwhile.
    await page.getByText('Estamos perguntando ao banco').or(page.getByText('Está pago.')).first().waitFor();
    await page.waitForURL(/\/pt\/orders\//);
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);
  });

  test('because the answer got lost on its way', async () => {
    const { page, holdId } = await atTheTill();
    const keys: (string | undefined)[] = [];
    await page.route('**/api/v1/orders', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      // Arrived and answered; the line dies before the answer is here.
      await route.fetch().catch(() => undefined);
      await route.abort('connectionreset').catch(() => undefined);
    });
    await pay(page).click();
    await page.getByText('A conexão caiu').waitFor();
    await page.unroute('**/api/v1/orders');
    page.on('request', (request) => void (request.method() === 'POST' && request.url().endsWith('/orders') && keys.push(request.headers()['idempotency-key'])));
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await confirmed(page);
    expect(new Set(keys).size).toBe(1);
    expect(await ordersOf(page, holdId)).toHaveLength(1);
  });
});

describe('when it does not work out', () => {
  test('a phone whose clock is wrong does not end the time', async () => {
    const { page } = await atTheTill();
    await page.clock.install();
    await page.reload();
    await pay(page).waitFor();
    await page.clock.fastForward('10:00');
    await expect.poll(() => page.getByRole('timer').first().textContent(), SOON).toMatch(/^[1-6]:\d\d$/);
    await pay(page).waitFor();
  });

  test('the end of the time is told with what happened and a way to choose again, also after a reload', async () => {
    const { eventId, ticketTypeId } = await shortSale(8);
    const page = await signUp(await visitors.open({ phone: true }));
    const holdId = await holding(page, { eventId, ticketTypeId });
    await page.goto(`/pt/checkout/${holdId}`);
    await page.getByText('Nada foi cobrado.').waitFor();
    expect(await page.getByRole('link', { name: 'Escolher de novo' }).getAttribute('href')).toBe(`/pt/events/${eventId}`);
    await page.reload();
    await page.getByText('O tempo acabou').waitFor();
    expect(await ordersOf(page, holdId)).toEqual([]);
  });

  test('places that are given up meanwhile are told as given up, with a way to choose again', async () => {
    const { page, holdId } = await atTheTill();
    expect((await ask(page, 'DELETE', `/holds/${holdId}`)).status).toBe(204);
    await pay(page).click();
    await page.getByText('Você desistiu destes lugares').waitFor();
    expect(await page.getByRole('link', { name: 'Escolher de novo' }).getAttribute('href')).toMatch(/^\/pt\/events\//);
  });

  test('places that are given up after a decline are told as given up, where the till stood open and where it is opened again', async () => {
    const { page, holdId } = await atTheTill();
    await card(page, 'Recusado pelo banco');
    await pay(page).click();
    await page.getByText('O banco recusou este cartão.').waitFor();
    expect((await ask(page, 'DELETE', `/holds/${holdId}`)).status).toBe(204);
    await card(page, 'Aprovado');
    await pay(page).click();
    await page.getByText('Você desistiu destes lugares').waitFor();
    await page.reload();
    await page.getByText('Você desistiu destes lugares').waitFor();
  });

  test('places are given up by the fan, after being asked once', async () => {
    const { page, holdId } = await atTheTill();
    await page.getByRole('button', { name: 'Desistir destes lugares' }).click();
    await page.getByRole('button', { name: 'Sim, desistir' }).click();
    await page.waitForURL(/\/pt\/events\//);
    expect((await ask<{ state: string }>(page, 'GET', `/holds/${holdId}`)).body.state).toBe('released');
    await page.goto(`/pt/checkout/${holdId}`);
    await page.getByText('Você desistiu destes lugares').waitFor();
  });

  test('somebody else is not shown the till, and a stranger is sent to sign in and back', async () => {
    const { holdId } = await atTheTill();
    const other = await signUp(await visitors.open());
    await other.goto(`/pt/checkout/${holdId}`);
    await other.getByText('Esta reserva não existe mais').first().waitFor();
    const stranger = await visitors.open();
    await stranger.goto(`/pt/checkout/${holdId}`);
    expect(new URL(stranger.url()).searchParams.get('return')).toBe(`/pt/checkout/${holdId}`);
  });
});

describe('afterwards', () => {
  test('an order prints one ticket a page, and nothing else', async () => {
    const { page } = await atTheTill();
    await pay(page).click();
    await confirmed(page);
    await page.waitForLoadState('networkidle');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(2);
  });

  test('a purchase is withdrawn from, and the money comes back', async () => {
    const { page, holdId } = await atTheTill();
    await pay(page).click();
    await confirmed(page);
    await page.getByRole('button', { name: 'Desistir e receber de volta' }).click();
    await page.getByRole('button', { name: 'Desistir da compra' }).click();
    await page.getByRole('heading', { name: 'Devoluções' }).waitFor();
    await expect.poll(async () => (await ordersOf(page, holdId))[0], SOON).toBe('refunded');
    await page.reload();
    await page.getByText('os ingressos não valem mais').waitFor();
  });

  test('the whole of it is done by keyboard, from the home page to the ticket', async () => {
    const page = await signUp(await visitors.open());
    await page.goto('/pt');
    // Looked for, since other tests' events may come before it.
    await byTab(page, page.getByLabel('Buscar'));
    await page.keyboard.type('dunas');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/pt/events?*');
    await byTab(page, page.getByRole('link', { name: /^Festival das Dunas/ }));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/pt/events/*');
    await byTab(page, page.getByRole('link', { name: /^Escolher/ }));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/choose');
    await byTab(page, page.getByRole('group', { name: /Gramado · inteira/ }).getByRole('button', { name: 'Um a mais' }));
    const hold = page.getByRole('button', { name: /^Reservar este/ });
    // Once the page is alive; a key that comes before does nothing.
    await expect.poll(async () => ((await hold.count()) === 0 ? page.keyboard.press('Enter').then(() => 0) : 1), SOON).toBe(1);
    await byTab(page, hold);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/checkout/*');
    await settled(page);
    await byTab(page, page.getByRole('button', { name: /^Pagar R\$/ }));
    await page.keyboard.press('Enter');
    await confirmed(page);
    await page.goto('/pt/tickets');
    await byTab(page, page.getByRole('link', { name: /^Mostrar ingresso/ }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/pt\/tickets\/[0-9a-f-]+$/);
    await page.getByRole('img', { name: /Código do ingresso/ }).waitFor();
  });
});

/** Tab after tab, once it is there, until it has the focus. */
async function byTab(page: Page, named: Locator): Promise<void> {
  const wanted = named.first();
  await wanted.waitFor();
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`not at ${String(named)} within ${STOPS_MAX} stops`);
}

// More than any of these pages has to stop at.
const STOPS_MAX = 60;
