import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser } from './chromium.ts';
import { houseUrl } from './house.ts';
import { firstVisit } from './weigh/first-visit.ts';
import { limits } from './weigh/limits.ts';

// Bytes only: how long a page takes is measured by `npm run weigh`.
const CASINO = '019aa000-0000-7000-8000-000000000101';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const visit = (path: string) => firstVisit(browser, `${houseUrl()}${path}`, { slowly: false, quietMs: 0 });

test("an event's page brings less script than a cheap phone can bear", async () => {
  const { scripts, scriptHeads } = await visit(`/pt/events/${CASINO}`);
  // React alone is 60 KB: less would mean that nothing was counted.
  expect(scripts).toBeGreaterThan(60_000);
  expect(scripts + scriptHeads).toBeLessThan(limits.scriptBytes);
});

test.each(['pt', 'es', 'en'])('the first answer of the line comes with the first packets in %s', async (language) => {
  for (const page of ['line', 'line/plain']) {
    const { document } = await visit(`/${language}/events/${CASINO}/${page}`);
    expect(document).toBeGreaterThan(1_000);
    expect(document).toBeLessThan(limits.lineBytes);
  }
});
