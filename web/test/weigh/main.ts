// `npm run weigh`: what the pages cost a cheap phone, against the production build, and whether that is within the limits (limits.ts); ends with 1 where one is broken.
// HOUSE_URL names a demo that runs already; else one is started. `npm run weigh -- map` weighs only the map, `-- pages` only the pages.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../chromium.ts';
import { openHouse } from '../start-house.ts';
import { firstVisit, type Weight } from './first-visit.ts';
import { limits } from './limits.ts';
import { brakes, panMap } from './map.ts';
import { quantile } from './quantile.ts';

const CASINO = '019aa000-0000-7000-8000-000000000101';
const measured = { home: '/pt', event: `/pt/events/${CASINO}`, line: `/pt/events/${CASINO}/line` };
const VISITS = 5;
// The largest paint is known when nothing larger came for so long.
const QUIET_MS = 3_000;

const wanted = process.argv.slice(2);
const weighs = (part: string): boolean => wanted.length === 0 || wanted.includes(part);
const verdicts: boolean[] = [];

const named = process.env['HOUSE_URL'];
const house = named === undefined || named === '' ? await openHouse() : { url: named, home: '', close: async () => undefined };
const browser = await openBrowser();
try {
  if (weighs('pages')) await weighPages(browser, house.url);
  if (weighs('map')) await weighMap(browser, house.url);
} finally {
  await browser.close();
  await house.close();
}
process.exitCode = verdicts.every(Boolean) ? 0 : 1;

async function weighPages(from: Browser, url: string): Promise<void> {
  const weights: Record<string, Weight[]> = {};
  console.log('page      first answer   scripts   with their heads   everything   largest paint (median, least and most)');
  for (const [name, path] of Object.entries(measured)) {
    // Pages that are kept are made by whoever comes first.
    await fetch(`${url}${path}`);
    const visits: Weight[] = (weights[name] = []);
    for (let visit = 0; visit < VISITS; visit += 1) visits.push(await firstVisit(from, `${url}${path}`, { slowly: true, quietMs: QUIET_MS }));
    const { document, scripts, scriptHeads, all } = visits[0]!;
    const paints = visits.map(({ paintMs }) => paintMs);
    console.log(`${name.padEnd(8)} ${kilobytes(document)} ${kilobytes(scripts)} ${kilobytes(scripts + scriptHeads).padStart(18)} ${kilobytes(all)}   ${seconds(quantile(paints, 0.5))} (${seconds(quantile(paints, 0))} to ${seconds(quantile(paints, 1))})`);
  }
  const { event = [], line = [] } = weights;
  judge("the event page's largest paint", quantile(event.map(({ paintMs }) => paintMs), 0.5), limits.paintMs, seconds);
  judge("the event page's scripts", Math.max(...event.map(({ scripts }) => scripts)), limits.scriptBytes, kilobytes);
  judge("the line's first answer", Math.max(...line.map(({ document }) => document)), limits.lineBytes, kilobytes);
}

async function weighMap(from: Browser, url: string): Promise<void> {
  for (const brake of brakes) {
    console.log(`panning the map, ${brake === 'clock' ? 'the page on a clock four times as fast' : "under the browser's own brake"}: script per frame`);
    for (const { sight, frames } of await panMap(from, url, brake)) {
      console.log(`  ${sight.padEnd(10)} ${String(frames.length).padStart(4)} frames   median ${milliseconds(quantile(frames, 0.5))}   95 % ${milliseconds(quantile(frames, 0.95))}   most ${milliseconds(quantile(frames, 1))}`);
      judge(`panning, ${sight}`, quantile(frames, 0.95), limits.frameMs, milliseconds);
    }
  }
}

function judge(what: string, is: number, limit: number, shown: (value: number) => string): void {
  const held = is < limit;
  verdicts.push(held);
  console.log(`  ${held ? '✓' : '✗'} ${what}: ${shown(is).trim()} of ${shown(limit).trim()}`);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} KB`.padStart(12);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(2)} ms`;
}
