// `npm run screenshots`: every page of the list as a phone and a desk see it, by night and on paper, into docs/screenshots/, with an index. Their colours are
// reduced to a palette, so that a picture is some 60 KB. HOUSE_URL names a demo that runs already; else one is started.
// With names behind it, only those pages: `npm run screenshots -- event-line ticket`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { openBrowser } from './chromium.ts';
import { admitAgain, outfit, pages } from './pages.ts';
import { openHouse } from './start-house.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'screenshots');
const COLOURS = 128;
const BYTES_MAX = 200_000;
// Waiting for a page on a busy machine; nothing is judged by it.
const PATIENCE_MS = 1_200_000;
// Long enough for a slice; a map that changes for half a minute is taken as it is.
const LOOK_MS = 500;
const LOOKS_MAX = 60;

const screens = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
};
const themes = { night: 'dark', paper: 'light' } as const;

const wanted = process.argv.slice(2);
const chosen = pages.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length < wanted.length) throw new Error(`There are only these pages: ${pages.map(({ name }) => name).join(', ')}.`);

const named = process.env['HOUSE_URL'];
const house = named === undefined || named === '' ? await openHouse() : { url: named, home: '', close: async () => undefined };
const browser = await openBrowser();
try {
  mkdirSync(folder, { recursive: true });
  await photograph(browser, house.url);
  if (wanted.length === 0) writeFileSync(join(folder, 'README.md'), index());
} finally {
  await browser.close();
  await house.close();
}

async function photograph(from: Browser, url: string): Promise<void> {
  const first = await from.newContext();
  const belongings = await outfit(first, url);
  const { cookies } = await first.storageState();
  for (const [screen, size] of Object.entries(screens)) {
    for (const [theme, colorScheme] of Object.entries(themes)) {
      const context = await from.newContext({ ...size, colorScheme, reducedMotion: 'reduce', baseURL: url, locale: 'pt-BR' });
      context.setDefaultTimeout(PATIENCE_MS);
      await context.addCookies(cookies);
      await admitAgain(context, url);
      for (const page of chosen) await picture(context, page.path(belongings), `${page.name}-${screen}-${theme}`);
      await context.close();
    }
  }
}

async function picture(context: BrowserContext, path: string, name: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`/pt${path}`);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.evaluate(() => document.fonts.ready);
  await painted(page);
  const taken = await page.screenshot({ animations: 'disabled' });
  const small = await sharp(taken).png({ palette: true, colours: COLOURS, compressionLevel: 9, effort: 7 }).toBuffer();
  if (small.length > BYTES_MAX) console.log(`${name} is ${small.length} bytes, more than ${BYTES_MAX}.`);
  writeFileSync(join(folder, `${name}.png`), small);
  await page.close();
}

/** A map is painted in slices, few at a time where the machine does other things: until it looks the same twice. */
async function painted(page: Page): Promise<void> {
  let before: string | null = null;
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    const now = await page.locator('canvas').evaluateAll((all) => all.map((each) => (each as HTMLCanvasElement).toDataURL()).join());
    if (now === before || now === '') return;
    before = now;
    await page.waitForTimeout(LOOK_MS);
  }
}

/** All pictures on one page, phones first. */
function index(): string {
  const cell = (page: string, screen: string, theme: string): string => `<img src="${page}-${screen}-${theme}.png" width="${screen === 'phone' ? 180 : 360}" alt="${page}, ${screen}, ${theme}">`;
  const cells = (page: string): string[] => Object.keys(screens).flatMap((screen) => Object.keys(themes).map((theme) => cell(page, screen, theme)));
  const sections = pages.map(({ name, title }) => `## ${title}\n\n${cells(name).join('\n')}\n`);
  return `# Every page\n\nBy night and on paper, on a phone and on a desk, made by \`npm run screenshots\` from a demo in Portuguese.\n\n${sections.join('\n')}`;
}
