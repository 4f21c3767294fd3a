import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openBrowser } from './chromium.ts';
import { houseUrl } from './house.ts';

// What a page may need on a machine that runs other things too; never what is expected of it.
const PATIENCE_MS = 120_000;

export interface VisitOptions extends BrowserContextOptions {
  theme?: 'night' | 'paper';
  phone?: boolean;
}

/** A browser for the tests of a file. `open` gives a page in a browser profile of its own; what the policy refused or what broke in it fails the test. */
export function visits(): { open(options?: VisitOptions): Promise<Page> } {
  let browser: Browser;
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(complaints.splice(0), 'what a browser complained about').toEqual([]);
  });
  return {
    async open({ theme = 'night', phone = false, ...options } = {}) {
      const context = await browser.newContext({
        baseURL: houseUrl(),
        colorScheme: theme === 'night' ? 'dark' : 'light',
        reducedMotion: 'reduce',
        viewport: phone ? { width: 360, height: 780 } : { width: 1280, height: 800 },
        ...options,
      });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      listen(page, complaints);
      return page;
    },
  };
}

/** Notes what the Content Security Policy refused and what no code caught. */
export function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', ({ message }) => complaints.push(`${page.url()}: ${message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|violates|Hydration|Minified React/i.test(message.text())) complaints.push(`${page.url()}: ${message.text().slice(0, 500)}`);
  });
}

/** Until the page is alive: what React has taken over answers to clicks. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
}
