import type { Browser, CDPSession } from 'playwright-core';

/** Lighthouse's "slow 4G", which is what 3G is like in a crowd: 1.6 Mbit/s down, 150 ms there and back. */
const LINE = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
/** A cheap phone's processor. */
export const SLOWER = 4;
// The machine may have better things to do; nothing here is judged by how long it takes.
const PATIENCE_MS = 1_200_000;

export interface Weight {
  /** The first answer and its head. */
  document: number;
  /** The bodies of all scripts, compressed as they come. */
  scripts: number;
  /** Their heads. */
  scriptHeads: number;
  all: number;
  /** When the largest part was painted. */
  paintMs: number;
}

/** One visit of somebody who was never here, on a phone; `slowly` on a slow one and a slow line, which bytes do not depend on. */
export async function firstVisit(from: Browser, url: string, { slowly, quietMs }: { slowly: boolean; quietMs: number }): Promise<Weight> {
  const context = await from.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, serviceWorkers: 'block' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const phone = await context.newCDPSession(page);
  await phone.send('Network.enable');
  if (slowly) {
    await phone.send('Network.emulateNetworkConditions', LINE);
    await phone.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  }
  const bytes = listen(phone);
  await page.addInitScript(() => {
    const seen = globalThis as typeof globalThis & { largestPaint?: number };
    new PerformanceObserver((list) => (seen.largestPaint = list.getEntries().at(-1)?.startTime)).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForTimeout(quietMs);
  const paintMs = await page.evaluate(() => (globalThis as typeof globalThis & { largestPaint?: number }).largestPaint ?? Number.NaN);
  await context.close();
  return { ...bytes, paintMs };
}

/** Counts what comes over the line. */
function listen(phone: CDPSession): Omit<Weight, 'paintMs'> {
  const counted = { document: 0, scripts: 0, scriptHeads: 0, all: 0 };
  const answers = new Map<string, { kind: string; head: number }>();
  // Until its body begins, what has come of an answer is its head.
  phone.on('Network.responseReceived', ({ requestId, type, response }) => answers.set(requestId, { kind: type, head: response.encodedDataLength }));
  phone.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const { kind, head } = answers.get(requestId) ?? { kind: 'Other', head: 0 };
    counted.all += encodedDataLength;
    if (kind === 'Document') counted.document += encodedDataLength;
    if (kind !== 'Script') return;
    counted.scripts += encodedDataLength - head;
    counted.scriptHeads += head;
  });
  return counted;
}
