// What panning a map of 60,000 seats costs in script, per frame: `node web/test/weigh/map.ts <address of a demo's box office>`.
// A phone's screen, a processor a quarter as fast, a finger that pans at an even pace, and 150 seats a second that change meanwhile. Script is counted in the thread's own
// processor time, so that whoever else uses the machine does not count; there is no GPU here, so painting by the browser is not counted either.
//
// The browser's own brake would stop the thread for three milliseconds at a time, which a frame of one millisecond either meets or not. So the page runs at full speed, what it
// took counts four times, and its clocks run four times as fast, so that whatever it does by the clock it does as on that processor.

import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../chromium.ts';

const STADIUM = '019aa000-0000-7000-8000-000000000102';
const SLOWER = 4;
const CHANGES_PER_ANSWER = 300;
const MOVES = 240;
const FRAME_MS = 16;

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  tdur?: number;
  dur?: number;
  pid: number;
  tid: number;
  args?: { name?: string };
}

/** What runs script, or is run on its behalf. Nested ones are part of the outermost. */
const SCRIPT = new Set(['FunctionCall', 'EventDispatch', 'FireAnimationFrame', 'TimerFire', 'RunMicrotasks', 'v8.callFunction', 'EvaluateScript', 'XHRReadyStateChange']);

const address = process.argv[2];
if (address === undefined) throw new Error('Say where the box office is: node web/test/weigh/map.ts http://localhost:3000');
const browser = await openBrowser();
try {
  const page = await openMap(browser, address);
  for (const [name, nearer] of [['all of it', 0], ['a section', 7], ['seats', 4]] as const) {
    for (let press = 0; press < nearer; press += 1) await page.getByRole('button', { name: 'Nearer' }).click();
    await page.waitForTimeout(1_500);
    const frames = await panned(browser, page);
    console.log(`${name.padEnd(10)} ${String(frames.length).padStart(4)} frames   median ${shown(frames, 0.5)}   95 % ${shown(frames, 0.95)}   most ${shown(frames, 1)}`);
  }
} finally {
  await browser.close();
}

/** The page looks at an admission only to show it to the box office, which shows seats to everybody: a made-up one is enough to look. */
async function openMap(from: Browser, at: string): Promise<Page> {
  const context = await from.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, serviceWorkers: 'block' });
  const page = await context.newPage();
  // The machine may have better things to do; nothing here is judged by how long it takes.
  page.setDefaultTimeout(600_000);
  await page.addInitScript((id) => {
    sessionStorage.setItem(`catraca.admission.${id}`, JSON.stringify({ admissionToken: 'none', expiresAt: new Date(Date.now() + 3_600_000).toISOString(), ticketLimit: 4 }));
  }, STADIUM);
  await page.addInitScript((rate) => {
    const [now, ask] = [performance.now.bind(performance), requestAnimationFrame.bind(globalThis)];
    performance.now = () => now() * rate;
    globalThis.requestAnimationFrame = (frame) => ask((at) => frame(at * rate));
  }, SLOWER);
  // The stream wants a true admission; the page then asks instead, and is told of a sale in full swing.
  let version = Date.now();
  await page.route('**/seats?since=*', (route) => {
    const seats = () => Array.from({ length: CHANGES_PER_ANSWER / 2 }, () => Math.floor(Math.random() * 60_000));
    return route.fulfill({ json: { since: version, version: (version += 2_000), changes: { h: seats(), f: seats() } } });
  });
  await page.goto(`${at}/en/events/${STADIUM}/choose`);
  await page.locator('canvas').waitFor();
  return page;
}

/** A finger draws a slow figure over the map; what each frame cost in milliseconds of script. */
async function panned(from: Browser, page: Page): Promise<number[]> {
  await page.locator('canvas').scrollIntoViewIfNeeded();
  const box = await page.locator('canvas').boundingBox();
  if (!box) throw new Error('There is no map.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await from.startTracing(page, { categories: ['devtools.timeline', 'toplevel', 'v8'] });
  for (let move = 1; move <= MOVES; move += 1) {
    const turn = (move / MOVES) * 4 * Math.PI;
    await page.mouse.move(x + 120 * Math.sin(turn), y + 160 * Math.sin(turn / 2));
    await page.waitForTimeout(FRAME_MS);
  }
  const { traceEvents } = JSON.parse((await from.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  await page.mouse.up();
  return scriptPerFrame(traceEvents);
}

function scriptPerFrame(events: TraceEvent[]): number[] {
  const thread = mainThread(events);
  const own = events.filter(({ pid, tid }) => pid === thread.pid && tid === thread.tid).sort((a, b) => a.ts - b.ts);
  const frames: number[] = [];
  let [until, spent, drew] = [0, 0, false];
  for (const { name, ph, ts, tdur, dur } of own) {
    if (ph !== 'X' || !SCRIPT.has(name) || ts < until) continue;
    // A frame ends where the next one's callback begins.
    if (name === 'FireAnimationFrame') {
      if (drew) frames.push((spent / 1_000) * SLOWER);
      [spent, drew] = [0, true];
    }
    until = ts + (dur ?? 0);
    spent += tdur ?? dur ?? 0;
  }
  return frames;
}

/** Of the page: the renderer's main thread that drew most frames. */
function mainThread(events: TraceEvent[]): { pid: number; tid: number } {
  const counted = new Map<string, { pid: number; tid: number; count: number }>();
  for (const { name, pid, tid } of events) {
    if (name !== 'FireAnimationFrame') continue;
    const key = `${pid}/${tid}`;
    counted.set(key, { pid, tid, count: (counted.get(key)?.count ?? 0) + 1 });
  }
  const [most] = [...counted.values()].sort((a, b) => b.count - a.count);
  if (!most) throw new Error('Nothing was drawn.');
  return most;
}

function shown(frames: number[], share: number): string {
  const sorted = frames.toSorted((a, b) => a - b);
  return `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2)} ms`;
}
