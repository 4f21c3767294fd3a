import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { houseUrl } from './house.ts';
import { fromNow, newEvent, openIn, organise, parkId } from './programme-stage.ts';
import { visits, type VisitOptions } from './visit.ts';

const casino = '019aa000-0000-7000-8000-000000000101';
const stadium = '019aa000-0000-7000-8000-000000000102';

const browser = visits();

async function visit(path: string, options: VisitOptions = {}): Promise<Page> {
  const page = await browser.open({ phone: true, ...options });
  await page.goto(path);
  return page;
}

/** A word that no other run has put into a title. */
const unheardOf = (): string => `q${randomUUID().replaceAll('-', '')}`;

const fetched = (path: string): Promise<Response> => fetch(houseUrl() + path, { signal: AbortSignal.timeout(60_000) });

const shows = (page: Page) => page.locator('main li h2, main li h3');

describe('what is on', () => {
  test('is searched and narrowed by forms and links alone', async () => {
    const page = await visit('/pt', { javaScriptEnabled: false });
    await page.getByLabel('Buscar').fill('trovao');
    await page.getByRole('button', { name: 'Mostrar' }).click();
    await expect.poll(() => shows(page).allInnerTexts()).toEqual([expect.stringMatching(/trovão do sul/i)]);
    expect(await page.getByLabel('Buscar').inputValue()).toBe('trovao');

    await page.getByText('Cidade, tipo e data').click();
    await page.getByLabel('Cidade').selectOption('Natal');
    await page.getByRole('button', { name: 'Mostrar' }).click();
    await page.getByText('Não encontramos nada assim.').waitFor();
    await page.getByRole('link', { name: 'Ver tudo em cartaz' }).click();
    await page.waitForURL('/pt');
    expect(await shows(page).count()).toBeGreaterThanOrEqual(3);
  });

  test('is narrowed by days, the last one included', async () => {
    const word = unheardOf();
    await newEvent({ title: `Baile ${word}`, kind: 'family', startsAt: '2031-12-31T23:30:00-03:00' });
    const page = await visit(`/en/events?search=${word}&kind=family&from=2031-12-31&to=2031-12-31`);
    await expect.poll(() => shows(page).count()).toBe(1);
    await page.goto(`/en/events?search=${word}&kind=family&from=2032-01-01`);
    await expect.poll(() => page.getByText('We found nothing like that.').count()).toBe(1);
  });

  test('comes in pages that lead on and back to the beginning', async () => {
    const word = unheardOf();
    for (let at = 1; at <= 25; at += 1) await newEvent({ title: `Dança ${word} ${at}`, kind: 'dance' });
    const page = await visit(`/pt/events?kind=dance&search=${word}`, { javaScriptEnabled: false });
    expect(await shows(page).count()).toBe(24);
    await page.getByRole('link', { name: 'Ver os próximos' }).click();
    await expect.poll(() => shows(page).count()).toBe(1);
    expect(await page.getByRole('link', { name: 'Ver os próximos' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Voltar ao começo' }).click();
    await expect.poll(() => shows(page).count()).toBe(24);
  });
});

describe('an event', () => {
  test('counts down to its opening and then shows the button, without being loaded again', async () => {
    const id = await newEvent({ saleStartsAt: fromNow(3_600_000) });
    const page = await visit(`/pt/events/${id}`);
    await page.evaluate(() => document.body.setAttribute('data-loaded', 'once'));
    await page.getByRole('link', { name: 'Pôr a abertura na agenda' }).waitFor();
    await expect.poll(() => page.getByRole('timer').innerText()).toMatch(/^(?:1:)?\d\d:\d\d$/);
    await openIn(id, 8_000);
    // As when a phone finds its network again; the first answer may still be the one that the browser kept.
    await expect.poll(async () => {
      await page.evaluate(() => dispatchEvent(new Event('online')));
      return page.getByRole('link', { name: 'Escolher ingressos' }).count();
    }, { interval: 1_000, timeout: 120_000 }).toBe(1);
    expect(await page.getByRole('timer').count()).toBe(0);
    expect(await page.getAttribute('body', 'data-loaded')).toBe('once');
    await expect.poll(() => page.locator('[role=status]').allInnerTexts()).toContainEqual(expect.stringContaining('À venda'));
  });

  test('offers its opening to the fan\'s own calendar', async () => {
    const id = await newEvent({ saleStartsAt: fromNow(3_600_000), title: 'Amanhã; talvez' });
    const answer = await fetched(`/es/events/${id}/opening.ics`);
    expect(answer.headers.get('content-type')).toContain('text/calendar');
    expect(await answer.text()).toContain('SUMMARY:Abre la venta: Amanhã\\; talvez');
  });

  test('that was cancelled says so and sells nothing', async () => {
    const id = await newEvent();
    await organise('POST', `/events/${id}/cancel`);
    const page = await visit(`/en/events/${id}`, { javaScriptEnabled: false });
    await page.getByText('Everybody who bought gets their money back.').waitFor();
    expect(await page.getByRole('region', { name: 'Sale' }).getByRole('link').count()).toBe(0);
  });

  test('is read and entered without JavaScript', async () => {
    const page = await visit(`/pt/events/${casino}`, { javaScriptEnabled: false });
    await page.getByText('R$ 45,00').first().waitFor();
    expect(await page.getByRole('link', { name: 'Entrar na fila' }).getAttribute('href')).toBe(`/pt/events/${casino}/line`);
    await page.getByText('Como a ordem da fila é decidida').waitFor();
  });

  test('tells how its line is drawn and the code that was published', async () => {
    const page = await visit(`/en/events/${stadium}`);
    const { secretHash } = (await (await fetched(`/api/v1/events/${stadium}/line/draw`)).json()) as { secretHash: string };
    const code = page.getByText(secretHash);
    const summary = page.getByText('Check the draw yourself');
    if (!(await code.isVisible())) await summary.click();
    await expect.poll(() => code.isVisible()).toBe(true);
  });

  test('is told to search engines as data that cannot become a script', async () => {
    const title = '</script><script>document.title="run"</script>';
    const id = await newEvent({ title });
    const page = await visit(`/en/events/${id}`);
    const structured = await page.locator('script[type="application/ld+json"]').innerText();
    expect(JSON.parse(structured)).toMatchObject({ name: title, offers: { lowPrice: '80.50', availability: 'https://schema.org/InStock' } });
    expect(await page.title()).not.toBe('run');
  });

  test('is bought into by keyboard alone', async () => {
    const page = await visit('/pt/events?search=casino');
    await tabTo(page, 'Noite de Gala no Casino');
    await page.keyboard.press('Enter');
    await page.waitForURL(`/pt/events/${casino}`);
    await tabTo(page, 'Entrar na fila');
    await page.keyboard.press('Enter');
    await page.waitForURL(`/pt/events/${casino}/line`);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
  });
});

/** Presses Tab until the link of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press('Tab');
    if ((await page.locator(':focus').innerText().catch(() => '')).toLowerCase().includes(name.toLowerCase())) return;
  }
  throw new Error(`Tab never came to "${name}"`);
}

describe.each([['pt', 'pt-BR', 'Em cartaz'], ['es', 'es-419', 'En cartelera'], ['en', 'en', 'What’s on']])('in %s', (locale, tag, heading) => {
  test('the home says its language and where the others are', async () => {
    const page = await visit(`/${locale}`);
    expect(await page.getAttribute('html', 'lang')).toBe(tag);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    const others = await page.locator('link[rel=alternate][hreflang]').evaluateAll((links) => links.map((link) => link.getAttribute('hreflang')));
    expect(new Set(others)).toEqual(new Set(['en', 'es-419', 'pt-BR', 'x-default']));
  });

  test('event, venue and artist have a picture to be shared with, of the size that networks take', async () => {
    for (const path of [`/events/${casino}`, `/venues/${parkId}`, '/artists/Dora%20Lume']) {
      const page = await visit(`/${locale}${path}`, { javaScriptEnabled: false });
      const address = new URL((await page.getAttribute('meta[property="og:image"]', 'content')) ?? '');
      const picture = Buffer.from(await (await fetched(address.pathname + address.search)).arrayBuffer());
      expect(picture.subarray(1, 4).toString()).toBe('PNG');
      expect([picture.readUInt32BE(16), picture.readUInt32BE(20)], path).toEqual([1200, 630]);
    }
  });
});

describe('venues and artists', () => {
  test('lead from an event to what else is on', async () => {
    const page = await visit(`/en/events/${casino}`);
    await page.getByRole('link', { name: 'Casino da Serra' }).click();
    await page.getByRole('heading', { level: 1, name: 'Casino da Serra' }).waitFor();
    await page.getByText(/wheelchair places/).waitFor();
    await page.getByRole('link', { name: /Noite de Gala/ }).click();
    await page.getByRole('link', { name: 'Dora Lume' }).click();
    await page.getByRole('heading', { level: 1, name: 'Dora Lume' }).waitFor();
    expect(await shows(page).allInnerTexts()).toEqual([expect.stringMatching(/noite de gala/i)]);
  });

  test('whom nobody announced have no page', async () => {
    for (const path of ['/en/artists/Nobody%20At%20All', `/en/venues/${casino}`, '/en/events/nothing']) expect((await fetched(path)).status, path).toBe(404);
  });
});

test('robots find the sitemap, and in it every show in each language', async () => {
  const robots = await (await fetched('/robots.txt')).text();
  const sitemap = /^Sitemap: (.+)$/m.exec(robots)?.[1] ?? '';
  const text = await (await fetched(new URL(sitemap).pathname)).text();
  for (const locale of ['pt', 'es', 'en']) expect(text).toContain(`/${locale}/events/${casino}</loc>`);
});

test("a show's name has its face from the start, and every page loads the same files, once", async () => {
  const page = await browser.open({ phone: true });
  const faces: string[] = [];
  page.on('request', (request) => request.resourceType() === 'font' && faces.push(new URL(request.url()).pathname));
  for (const path of ['/pt', `/pt/events/${casino}`]) {
    const answer = await page.goto(path);
    expect((await answer!.text()).match(/<link rel="preload" href="\/fonts\/big-shoulders-latin-[\d.]+\.woff2"/g)).toHaveLength(1);
    await page.evaluate(() => document.fonts.ready);
  }
  const known = new Set(faces);
  expect([...known].every((path) => path.startsWith('/fonts/')), [...known].join()).toBe(true);
  await page.goto(`/pt/events/${casino}/line`);
  await page.evaluate(() => document.fonts.ready);
  expect(await page.evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family.replaceAll('"', '')).sort())).toEqual(['Big Shoulders', 'Figtree']);
  expect(new Set(faces)).toEqual(known);
});
