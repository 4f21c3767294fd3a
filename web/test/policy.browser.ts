import { expect, test } from 'vitest';
import en from '#words/en.json' with { type: 'json' };
import es from '#words/es.json' with { type: 'json' };
import pt from '#words/pt.json' with { type: 'json' };
import { hashesOf } from '../server/inline-scripts.ts';
import { holding, signUp } from './fan.ts';
import { houseUrl } from './house.ts';
import { settled, visits } from './visit.ts';

const { open } = visits();
const CASINO = '019aa000-0000-7000-8000-000000000101';

test.each([
  ['kept', '/pt'],
  ['kept', `/en/events/${CASINO}`],
  ['made for the request', `/es/events/${CASINO}/choose`],
  ['the line', `/pt/events/${CASINO}/line`],
  ['not there', '/pt/nothing/here'],
])('a page that is %s runs under a policy without anything inline: %s', async (_, path) => {
  const page = await open();
  const response = await page.goto(path);
  const policy = response?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe/);
  await settled(page);
  expect(await page.locator('html').getAttribute('lang')).toBe({ pt: 'pt-BR', es: 'es-419', en: 'en' }[path.slice(1, 3)]);
});

test('where no provider has fields for cards, the till and the wallet know of no other site', async () => {
  const page = await signUp(await open());
  const holdId = await holding(page);
  for (const path of [`/pt/checkout/${holdId}`, '/pt/wallet']) {
    const policy = (await page.goto(path))?.headers()['content-security-policy'] ?? '';
    expect(policy, path).toContain("connect-src 'self';");
    expect(policy, path).not.toMatch(/frame-src|http/);
  }
});

test('a kept page carries a hash for each of its scripts and no nonce; a page made for a request a nonce of its own', async () => {
  const kept = await fetch(`${houseUrl()}/pt`);
  const html = await kept.text();
  const policy = kept.headers.get('content-security-policy') ?? '';
  for (const hash of hashesOf(html)) expect(policy).toContain(hash);
  expect(policy).not.toContain('nonce-');
  expect(html).not.toContain('nonce=');
  const nonces = new Set<string>();
  for (let asked = 0; asked < 3; asked += 1) {
    const made = await fetch(`${houseUrl()}/es/events`);
    const nonce = /'nonce-([^']+)'/.exec(made.headers.get('content-security-policy') ?? '')?.[1];
    expect(await made.text()).toContain(`nonce="${nonce}"`);
    nonces.add(nonce ?? '');
  }
  expect(nonces.size).toBe(3);
});

test.each([
  ['pt', '/nothing/here', pt.ui], ['es', '/events/019aa000-0000-7000-8000-0000000fffff', es.ui], ['en', '/venues/none', en.ui],
] as const)('what is not there is said without JavaScript, too, in words and in a language: in %s, %s', async (language, path, words) => {
  const page = await open({ javaScriptEnabled: false });
  const response = await page.goto(`/${language}${path}`);
  expect(response?.status()).toBe(404);
  expect(await page.locator('html').getAttribute('lang')).toBe({ pt: 'pt-BR', es: 'es-419', en: 'en' }[language]);
  await page.getByRole('heading', { level: 1, name: words['not-found'] }).waitFor();
  await page.getByRole('link', { name: words['to-home'] }).waitFor();
  expect(await page.content()).not.toContain('opengraph-image');
});

test('what is not there is shown in the palette that was chosen', async () => {
  const page = await open({ theme: 'night' });
  await page.goto('/pt');
  await settled(page);
  await page.locator('footer button').click();
  await page.goto('/pt/nothing/here');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe('rgb(246, 239, 225)');
});

test('a policy that somebody sends along does not end up in a page that is kept for others', async () => {
  const path = `/en/venues/019aa000-0000-7000-8000-000000000011`;
  await fetch(`${houseUrl()}${path}`, { headers: { 'content-security-policy': "script-src 'nonce-theirs'" } });
  expect(await (await fetch(`${houseUrl()}${path}`)).text()).not.toContain('theirs');
});

test('a script that was smuggled into a page does not run, though the page itself does', async () => {
  const page = await open();
  await page.route('**/pt', async (route) => {
    const response = await route.fetch();
    const html = (await response.text()).replace('<main', '<script>document.documentElement.dataset.smuggled = "1"</script><img src="/nothing" onerror="document.documentElement.dataset.smuggled = 2"><main');
    await route.fulfill({ response, body: html });
  });
  const refused: string[] = [];
  page.removeAllListeners('console');
  page.on('console', (message) => message.text().includes('Content Security Policy') && refused.push(message.text()));
  await page.goto('/pt');
  await settled(page);
  expect(refused.length).toBeGreaterThanOrEqual(2);
  expect(await page.locator('html').getAttribute('data-smuggled')).toBeNull();
  await page.locator('footer button').click();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('paper');
});

test('the theme that was chosen is there before the first paint of the next page', async () => {
  const page = await open({ theme: 'night' });
  await page.goto('/pt');
  await settled(page);
  await page.locator('footer button').click();
  await page.goto('/en', { waitUntil: 'commit' });
  await page.waitForSelector('html[data-theme="paper"]', { state: 'attached' });
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe('rgb(246, 239, 225)');
});

test('an address without a language leads to the one that was chosen in the footer', async () => {
  const page = await open({ locale: 'en-GB' });
  await page.goto('/');
  expect(new URL(page.url()).pathname).toBe('/en');
  await settled(page);
  await page.getByRole('link', { name: 'Español' }).click();
  await page.waitForURL('**/es');
  await page.goto('/');
  expect(new URL(page.url()).pathname).toBe('/es');
});

test.each([['pt', '/a.b'], ['es', '/wp-login.php'], ['en', '/xx.y/events']])('an address with a dot that is nothing shows our own page about that: in %s, %s', async (language, path) => {
  const page = await open({ extraHTTPHeaders: { 'accept-language': language } });
  const response = await page.goto(path);
  expect([response?.status(), new URL(page.url()).pathname]).toEqual([404, `/${language}${path}`]);
  const words = { pt, es, en }[language as 'pt'].ui;
  await page.getByRole('heading', { level: 1, name: words['not-found'] }).waitFor();
  await page.getByRole('link', { name: words['to-home'] }).waitFor();
});
