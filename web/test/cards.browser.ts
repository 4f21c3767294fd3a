import { AxeBuilder } from '@axe-core/playwright';
import type { Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type CardStage, openCardStage } from './card-stage.ts';
import { secureField, stripeFrame, typeAtMercadoPago, typeAtStripe } from './card-typing.ts';
import { festival, holding, ordersOf, signUp } from './fan.ts';
import { settled, type VisitOptions, visits } from './visit.ts';

const visitors = visits();

// What a busy machine needs; never what is expected of it.
const SOON = { timeout: 60_000, interval: 200 };
// A house lays out the demo's 160,000 places.
const HOUSE_MS = 900_000;
const TICKETS = 44_000;

let stage: CardStage;
beforeAll(async () => {
  stage = await openCardStage();
}, HOUSE_MS);
afterAll(() => stage.close(), HOUSE_MS);
afterEach(async () => void (await Promise.all([stage.stripe.calm(), stage.mercadoPago.calm()])));

const newcomer = async (options: VisitOptions = {}): Promise<Page> => signUp(await visitors.open({ phone: true, baseURL: stage.url, ...options }));

/** A fan at the till of two places, with every request that the browser makes. */
async function atTheTill(options: VisitOptions = {}): Promise<{ page: Page; holdId: string; asked: Request[] }> {
  const page = await newcomer(options);
  const holdId = await holding(page);
  const asked: Request[] = [];
  page.on('request', (request) => asked.push(request));
  await page.goto(`/pt/checkout/${holdId}`);
  await settled(page);
  return { page, holdId, asked };
}

const pay = (page: Page) => page.getByRole('button', { name: /^Pagar R\$/ });
const chooseCard = (page: Page) => page.getByLabel(/^Cartão/).check();
const confirmed = (page: Page) => page.waitForURL(/\/pt\/orders\/[0-9a-f-]+\?paid$/);
const to = (requests: Request[], url: string): Request[] => requests.filter((request) => request.url().startsWith(url));

/** Whether a request to us holds these digits, anywhere and however they are grouped. */
const holds = (request: Request, digits: string): boolean => `${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`.replaceAll(/[ .%+-]|%20/g, '').includes(digits);

describe("a card in Stripe's own fields", () => {
  test('nothing of the provider is asked for before the card is chosen', async () => {
    const { page, asked } = await atTheTill();
    expect(await page.getByLabel(/^PIX/).isChecked()).toBe(true);
    expect(asked.filter((request) => !request.url().startsWith(stage.url))).toEqual([]);
    await chooseCard(page);
    await stripeFrame(page).getByLabel('Número do cartão').waitFor();
    expect(to(asked, `${stage.stripe.url}/endive/`).length).toBeGreaterThan(0);
    expect(to(asked, stage.mercadoPago.url)).toEqual([]);
  });

  test('pays, and its number is in no request to us', async () => {
    const before = await stage.stripe.captured();
    const { page, holdId, asked } = await atTheTill();
    await chooseCard(page);
    await typeAtStripe(page, '4242 4242 4242 4242');
    await pay(page).click();
    await confirmed(page);
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);
    expect((await stage.stripe.captured()) - before).toBe(TICKETS);
    const placed = to(asked, `${stage.url}/api/v1/orders`).find((request) => request.method() === 'POST');
    expect(placed?.postDataJSON()).toMatchObject({ payment: { method: 'card', token: expect.stringMatching(/^pm_\w{24}$/) } });
    expect(to(asked, stage.url).filter((request) => holds(request, '4242424242424242'))).toEqual([]);
    // The check itself sees a number where there is one.
    expect(to(asked, `${stage.stripe.url}/v1/payment_methods`).some((request) => holds(request, '4242424242424242'))).toBe(true);
  });

  test('that is declined keeps the seats, and another card pays the same order', async () => {
    const { page, holdId } = await atTheTill();
    await chooseCard(page);
    await typeAtStripe(page, '4000 0000 0000 0002');
    await pay(page).click();
    await page.getByText('O banco recusou este cartão.').waitFor();
    await chooseCard(page);
    await typeAtStripe(page, '4000 0027 6000 3184');
    await pay(page).click();
    await page.getByText('O banco pede que você confirme este cartão').waitFor();
    await chooseCard(page);
    await typeAtStripe(page, '4242 4242 4242 4242');
    await pay(page).click();
    await confirmed(page);
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);
  });

  test('that is typed in part is not asked about, and the provider says what is missing', async () => {
    const { page, asked } = await atTheTill();
    await chooseCard(page);
    await stripeFrame(page).getByLabel('Número do cartão').fill('4242 4242');
    await pay(page).click();
    await stripeFrame(page).getByText('Os dados do cartão estão incompletos.').waitFor();
    // It is said where it is wrong, and nowhere else.
    await expect.poll(() => pay(page).getAttribute('aria-busy'), SOON).toBeNull();
    expect(await page.getByText('Os dados do cartão estão incompletos.').count()).toBe(0);
    expect(to(asked, `${stage.url}/api/v1/orders`).filter((request) => request.method() === 'POST')).toEqual([]);
  });

  test('whose provider gives no token is told so, and the next press pays once', async () => {
    await stage.stripe.fault({ kind: 'error_before_commit', operation: 'token', count: 1 });
    const { page, holdId } = await atTheTill();
    await chooseCard(page);
    await typeAtStripe(page, '4242 4242 4242 4242');
    await pay(page).click();
    await page.getByText('O provedor do cartão não respondeu.').waitFor();
    expect(await ordersOf(page, holdId)).toEqual([]);
    await pay(page).dblclick();
    await confirmed(page);
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);
  });

  test('is the way that is paid in: while its token is on the way no other can be chosen', async () => {
    await stage.stripe.fault({ kind: 'hang_then_commit', operation: 'token', count: 1, delayMs: 5_000 });
    const { page, holdId } = await atTheTill();
    await chooseCard(page);
    await typeAtStripe(page, '4242 4242 4242 4242');
    const placed = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/v1/orders'));
    await pay(page).click();
    await expect.poll(() => page.getByLabel(/^PIX/).isDisabled(), SOON).toBe(true);
    expect(await page.getByLabel(/^Cartão/).isChecked()).toBe(true);
    expect((await placed).postDataJSON()).toMatchObject({ payment: { method: 'card' } });
    await confirmed(page);
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);
  });

  test('is waited for where its script is slow', async () => {
    await stage.stripe.fault({ kind: 'hang_then_commit', operation: 'script', count: 1, delayMs: 2_000 });
    const { page } = await atTheTill();
    await chooseCard(page);
    await page.getByText('Abrindo os campos do cartão.').waitFor();
    await stripeFrame(page).getByLabel('Número do cartão').waitFor();
    await page.getByText('Abrindo os campos do cartão.').waitFor({ state: 'detached' });
  });

  test('whose fields are still opening when it is to be paid is waited for in words, and the keyboard goes on in them', async () => {
    await stage.stripe.fault({ kind: 'hang_then_commit', operation: 'script', count: 1, delayMs: 4_000 });
    const { page, holdId } = await atTheTill();
    await chooseCard(page);
    await page.getByText('Abrindo os campos do cartão.').waitFor();
    await pay(page).focus();
    await page.keyboard.press('Enter');
    const said = page.getByRole('status').filter({ hasText: 'Os campos do cartão ainda estão abrindo.' });
    await said.waitFor();
    expect(await said.evaluate((place) => place === document.activeElement)).toBe(true);
    expect(await pay(page).getAttribute('aria-busy'), 'nothing is on its way').toBeNull();
    const number = stripeFrame(page).getByLabel('Número do cartão');
    await number.waitFor();
    await expect.poll(() => number.evaluate((field) => field === document.activeElement), SOON).toBe(true);
    await page.keyboard.type('4242424242424242');
    expect(await number.inputValue()).toBe('4242424242424242');
    await typeAtStripe(page, '4242 4242 4242 4242');
    await pay(page).click();
    await confirmed(page);
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);
  });

  test('is typed and paid by keyboard alone', async () => {
    const { page } = await atTheTill();
    await page.getByLabel(/^PIX/).focus();
    await page.keyboard.press('ArrowUp');
    await stripeFrame(page).getByLabel('Número do cartão').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('4242424242424242');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1234');
    await page.keyboard.press('Tab');
    await page.keyboard.type('737');
    for (let stop = 0; stop < 10 && !(await pay(page).evaluate((button) => button === document.activeElement)); stop += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await confirmed(page);
  });

  test('is in the colours of the page, and follows when they change', async () => {
    const { page } = await atTheTill({ theme: 'night' });
    await chooseCard(page);
    const number = stripeFrame(page).getByLabel('Número do cartão');
    const colours = () => number.evaluate((input) => [getComputedStyle(input).color, getComputedStyle(input).backgroundColor]);
    await expect.poll(colours, SOON).toEqual(['rgb(246, 240, 230)', 'rgb(11, 8, 18)']);
    await number.fill('4242');
    await page.locator('footer button').click();
    await expect.poll(colours, SOON).toEqual(['rgb(29, 22, 38)', 'rgb(236, 226, 207)']);
    expect(await number.inputValue()).toBe('4242');
  });

  test('fills the balance', async () => {
    const page = await newcomer();
    await page.goto('/pt/wallet');
    await settled(page);
    await page.getByLabel('Quanto').fill('120');
    await page.getByLabel('Como pagar').selectOption({ label: 'Cartão' });
    await typeAtStripe(page, '4242 4242 4242 4242');
    await page.getByRole('button', { name: 'Colocar R$ 120,00' }).click();
    await page.getByText(/Pronto: R\$\s120,00 entraram/).waitFor();
  });

  test('opens for who comes from choosing, too, whose page knew of no provider', async () => {
    const page = await newcomer({ phone: false });
    await page.goto(`/pt/events/${festival}/choose`);
    await settled(page);
    await page.getByRole('group', { name: /Gramado · inteira/ }).getByRole('button', { name: 'Um a mais' }).click();
    await page.getByRole('button', { name: /^Reservar este/ }).click();
    await page.waitForURL('**/checkout/*');
    await settled(page);
    await chooseCard(page);
    await typeAtStripe(page, '5555 5555 5555 4444');
    await pay(page).click();
    await confirmed(page);
    expect(await page.evaluate(() => 'Stripe' in window)).toBe(false);
  });
});

describe("a card in Mercado Pago's own fields", () => {
  test("opens where Stripe's script does not load, and pays with its brand", async () => {
    await stage.stripe.fault({ kind: 'unavailable', operation: 'script' });
    const before = await stage.mercadoPago.captured();
    const { page, holdId, asked } = await atTheTill();
    await chooseCard(page);
    await typeAtMercadoPago(page, 'APRO');
    await pay(page).click();
    await confirmed(page);
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);
    expect((await stage.mercadoPago.captured()) - before).toBe(TICKETS);
    const placed = to(asked, `${stage.url}/api/v1/orders`).find((request) => request.method() === 'POST');
    expect(placed?.postDataJSON()).toMatchObject({ payment: { method: 'card', token: expect.stringMatching(/^visa:[0-9a-f]{32}$/) } });
    expect(to(asked, stage.url).filter((request) => holds(request, '4235647728025682'))).toEqual([]);
    expect(to(asked, stage.url).filter((request) => holds(request, '12345678909'))).toEqual([]);
  });

  test('says what is missing at the field, and of a card that is none, and another card pays after a decline', async () => {
    await stage.stripe.fault({ kind: 'unavailable', operation: 'script' });
    const { page, holdId } = await atTheTill();
    await chooseCard(page);
    await typeAtMercadoPago(page, 'OTHE');
    await page.getByLabel('CPF do titular').fill('11111111111');
    await pay(page).click();
    await page.getByText('Este CPF não confere.').waitFor();
    await page.getByLabel('CPF do titular').fill('12345678909');
    await secureField(page, 'cardNumber').fill('4235 6477 2802 5681');
    await pay(page).click();
    await page.getByText('Confira o número, a validade e o código do cartão.').waitFor();
    await secureField(page, 'cardNumber').fill('4235 6477 2802 5682');
    await pay(page).click();
    await page.getByText('O banco recusou este cartão.').waitFor();
    await chooseCard(page);
    await typeAtMercadoPago(page, 'APRO');
    await pay(page).click();
    await confirmed(page);
    expect(await ordersOf(page, holdId)).toEqual(['confirmed']);
  });

  test('of which nothing is typed is told of whole at the first press', async () => {
    await stage.stripe.fault({ kind: 'unavailable', operation: 'script' });
    const { page, holdId } = await atTheTill();
    await chooseCard(page);
    await secureField(page, 'securityCode').waitFor();
    await pay(page).click();
    await page.getByText('Confira o número, a validade e o código do cartão.').waitFor();
    await page.getByText('Falta o CPF.').waitFor();
    await typeAtMercadoPago(page, 'APRO');
    await page.getByLabel('CPF do titular').fill('11111111111');
    await pay(page).click();
    await page.getByText('Confira o número, a validade e o código do cartão.').waitFor({ state: 'detached' });
    expect(await ordersOf(page, holdId)).toEqual([]);
  });

  test('of which a part can be told while the rest is opening: that is asked for first, and stays', async () => {
    await stage.stripe.fault({ kind: 'unavailable', operation: 'script' });
    await stage.mercadoPago.fault({ kind: 'hang_then_commit', operation: 'script', count: 1, delayMs: 4_000 });
    const { page, holdId } = await atTheTill();
    await chooseCard(page);
    const cpf = page.getByLabel('CPF do titular');
    await cpf.waitFor();
    await pay(page).click();
    await page.getByText('Os campos do cartão ainda estão abrindo.').waitFor();
    await expect.poll(() => cpf.evaluate((field) => field === document.activeElement), SOON).toBe(true);
    await cpf.fill('12345678909');
    await secureField(page, 'cardNumber').waitFor();
    expect(await cpf.evaluate((field) => field === document.activeElement), 'who types is left alone').toBe(true);
    expect(await ordersOf(page, holdId)).toEqual([]);
    expect(await cpf.inputValue()).toBe('123.456.789-09');
    await typeAtMercadoPago(page, 'APRO');
    await pay(page).click();
    await confirmed(page);
  });

  test('changes its colours with the page, is typed again then, and still pays', async () => {
    await stage.stripe.fault({ kind: 'unavailable', operation: 'script' });
    const { page } = await atTheTill({ theme: 'night' });
    await chooseCard(page);
    await typeAtMercadoPago(page, 'APRO');
    const colour = () => secureField(page, 'cardNumber').evaluate((input) => getComputedStyle(input).color);
    expect(await colour()).toBe('rgb(246, 240, 230)');
    await page.locator('footer button').click();
    await expect.poll(colour, SOON).toBe('rgb(29, 22, 38)');
    await page.getByRole('status').filter({ hasText: 'os campos do cartão ficaram vazios' }).waitFor();
    expect(await page.locator('iframe').count()).toBe(3);
    await typeAtMercadoPago(page, 'APRO');
    await pay(page).click();
    await confirmed(page);
  });
});

describe("where no provider's fields open", () => {
  test('who pressed to pay before that was known is led to the words that say so', async () => {
    const { page } = await atTheTill();
    await page.route(new RegExp(`^(${stage.stripe.url}|${stage.mercadoPago.url})`), async (route) => {
      await page.getByText('Os campos do cartão ainda estão abrindo.').waitFor();
      await route.abort('blockedbyclient');
    });
    await chooseCard(page);
    await pay(page).click();
    await page.getByText('Cartão indisponível agora').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent), SOON).toContain('Cartão indisponível agora');
  });

  test('it is said kindly, the other ways work, and trying again opens them', async () => {
    const { page } = await atTheTill();
    const scripts = new RegExp(`^(${stage.stripe.url}|${stage.mercadoPago.url})`);
    await page.route(scripts, (route) => route.abort('blockedbyclient'));
    await chooseCard(page);
    await page.getByText('Cartão indisponível agora').waitFor();
    // Whoever pays all the same is led to why not.
    await pay(page).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent), SOON).toContain('Cartão indisponível agora');
    expect(await page.getByRole('alert').filter({ hasText: 'Cartão indisponível agora' }).isVisible()).toBe(true);
    await page.unroute(scripts);
    await page.getByRole('button', { name: 'Tentar de novo' }).click();
    await page.locator('iframe').first().waitFor();
    await page.route(scripts, (route) => route.abort('blockedbyclient'));
    await page.reload();
    await chooseCard(page);
    await page.getByText('Cartão indisponível agora').waitFor();
    await page.getByLabel(/^PIX/).check();
    await page.getByRole('button', { name: /^Gerar código PIX/ }).click();
    await page.getByRole('img', { name: 'Código QR do PIX' }).waitFor();
  });
});

describe('the policy', () => {
  test('lets the providers in where a card is taken, and nowhere else', async () => {
    const { page, holdId } = await atTheTill();
    const policyAt = async (path: string): Promise<string> => (await page.goto(path))?.headers()['content-security-policy'] ?? '';
    const sites = [stage.stripe.url, stage.mercadoPago.url].join(' ');
    for (const path of [`/pt/checkout/${holdId}`, '/en/wallet']) {
      const policy = await policyAt(path);
      expect(policy, path).toMatch(new RegExp(`script-src 'self' 'nonce-[^']+' 'sha256-[^']+' ${sites};`));
      expect(policy, path).toContain(`frame-src ${sites};`);
      expect(policy, path).toContain(`connect-src 'self' ${sites};`);
      expect(policy, path).not.toMatch(/unsafe|style-src 'self' h/);
    }
    for (const path of ['/pt', `/pt/events/${festival}`, `/pt/events/${festival}/choose`, `/pt/events/${festival}/line`, '/pt/orders', '/pt/tickets', '/pt/account', '/pt/sign-in', '/pt/nothing/here']) {
      const policy = await policyAt(path);
      expect(policy, path).toContain("connect-src 'self';");
      expect(policy, path).not.toContain('127.0.0.1');
    }
  });
});

describe('axe finds nothing', () => {
  test.each(['night', 'paper'] as const)('by %s, with the fields of each provider open', async (theme) => {
    const { page } = await atTheTill({ theme });
    const axe = () => new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
    const found = async () => {
      // Our ground shows through a provider's frame, which cannot be seen from inside of it: there contrast is what the colours are, and those are tried above.
      const results = [await axe().exclude('iframe').analyze(), await axe().disableRules('color-contrast').analyze()];
      return results.flatMap(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`));
    };
    await chooseCard(page);
    await stripeFrame(page).getByLabel('Número do cartão').waitFor();
    expect(await found()).toEqual([]);
    await stage.stripe.fault({ kind: 'unavailable', operation: 'script' });
    await page.reload();
    await chooseCard(page);
    await secureField(page, 'securityCode').waitFor();
    await typeAtMercadoPago(page, 'APRO');
    expect(await found()).toEqual([]);
  });
});
