// `npm run weigh`: what pages cost a phone. Bytes as they come over the line, scripts in all, and the largest paint with the processor four times
// slower on a 3G-like line, against the production build. HOUSE_URL names a demo that runs already; else one is started.
import type { Browser, CDPSession } from 'playwright-core';
import { openBrowser } from '../chromium.ts';
import { openHouse } from '../start-house.ts';

const CASINO = '019aa000-0000-7000-8000-000000000101';
const measured = { home: '/pt', event: `/pt/events/${CASINO}`, line: `/pt/events/${CASINO}/line` };

const SLOWER = 4;
/** Lighthouse's "slow 4G", which is what 3G is like in a crowd: 1.6 Mbit/s down, 150 ms there and back. */
const LINE = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
const VISITS = 5;
const PATIENCE_MS = 1_200_000;
// The largest paint is known when nothing larger came for so long.
const QUIET_MS = 3000;

interface Weight {
  document: number;
  scripts: number;
  all: number;
  paintMs: number;
}

const named = process.env['HOUSE_URL'];
const house = named === undefined || named === '' ? await openHouse() : { url: named, close: async () => undefined };
const browser = await openBrowser();
try {
  console.log('page      first answer   scripts in all   everything   largest paint (median, least and most)');
  for (const [name, path] of Object.entries(measured)) {
    // Pages that are kept are made by whoever comes first.
    await fetch(`${house.url}${path}`);
    const weights: Weight[] = [];
    for (let visit = 0; visit < VISITS; visit += 1) weights.push(await weigh(browser, `${house.url}${path}`));
    const paints = weights.map(({ paintMs }) => paintMs).sort((a, b) => a - b);
    const [{ document, scripts, all }] = weights as [Weight];
    console.log(`${name.padEnd(8)} ${kilobytes(document)} ${kilobytes(scripts).padStart(16)} ${kilobytes(all).padStart(12)}   ${seconds(paints[paints.length >> 1])} (${seconds(paints[0])} to ${seconds(paints.at(-1))})`);
  }
} finally {
  await browser.close();
  await house.close();
}

/** One visit of somebody who was never here. */
async function weigh(from: Browser, url: string): Promise<Weight> {
  const context = await from.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, serviceWorkers: 'block' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const phone = await context.newCDPSession(page);
  await phone.send('Network.enable');
  await phone.send('Network.emulateNetworkConditions', LINE);
  await phone.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const bytes = listen(phone);
  await page.addInitScript(() => {
    const seen = globalThis as typeof globalThis & { largestPaint?: number };
    new PerformanceObserver((list) => (seen.largestPaint = list.getEntries().at(-1)?.startTime)).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(QUIET_MS);
  const paintMs = await page.evaluate(() => (globalThis as typeof globalThis & { largestPaint?: number }).largestPaint ?? Number.NaN);
  await context.close();
  return { ...bytes, paintMs };
}

/** Counts what comes over the line, heads included. */
function listen(phone: CDPSession): { document: number; scripts: number; all: number } {
  const counted = { document: 0, scripts: 0, all: 0 };
  const kinds = new Map<string, string>();
  phone.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  phone.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    counted.all += encodedDataLength;
    if (kind === 'Script') counted.scripts += encodedDataLength;
    if (kind === 'Document') counted.document += encodedDataLength;
  });
  return counted;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`.padStart(12);
}

function seconds(ms: number | undefined): string {
  return `${((ms ?? Number.NaN) / 1000).toFixed(2)} s`;
}
