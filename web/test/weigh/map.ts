// What panning a map of 60,000 seats costs in script, per frame. A phone's screen, a processor a quarter as fast, a finger that pans at an even pace, and 150 seats a second that
// change meanwhile. Script is counted in the thread's own processor time, so that whoever else uses the machine does not count; there is no GPU here, so painting by the browser is
// not counted either.
//
// A slow processor is made in two ways, and both are told. The browser's own brake stops the thread for milliseconds at a time, which a frame of one millisecond either meets or
// not. So by the other way the page runs at full speed, what it took counts four times, and its clocks run four times as fast: whatever it does by the clock, it does as on that processor.

import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { SLOWER } from './first-visit.ts';

export const brakes = ['clock', 'browser'] as const;
export type Brake = (typeof brakes)[number];

const STADIUM = '019aa000-0000-7000-8000-000000000102';
const CHANGES_PER_ANSWER = 300;
const MOVES = 240;
const FRAME_MS = 16;
// Until what was zoomed to is painted, on a machine that does other things too.
const SETTLED_MS = 1_500;

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  tdur?: number;
  dur?: number;
  pid: number;
  tid: number;
  args?: { name?: string; data?: { type?: string } };
}

/** What runs script, or is run on its behalf. Nested ones are part of the outermost. */
const SCRIPT = new Set(['FunctionCall', 'EventDispatch', 'FireAnimationFrame', 'TimerFire', 'RunMicrotasks', 'v8.callFunction', 'EvaluateScript', 'XHRReadyStateChange']);

/** Three sights of the map, from afar to near, and what each of their frames cost in milliseconds. */
export async function panMap(from: Browser, at: string, brake: Brake): Promise<{ sight: string; frames: number[] }[]> {
  const context = await from.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, serviceWorkers: 'block' });
  const page = await openMap(context, at, brake);
  const sights: { sight: string; frames: number[] }[] = [];
  for (const [sight, nearer] of [['all of it', 0], ['a section', 7], ['seats', 4]] as const) {
    for (let press = 0; press < nearer; press += 1) await page.getByRole('button', { name: 'Nearer' }).click();
    await page.waitForTimeout(SETTLED_MS);
    sights.push({ sight, frames: (await panned(from, page)).map((ms) => (brake === 'clock' ? ms * SLOWER : ms)) });
  }
  await context.close();
  return sights;
}

/** The page looks at an admission only to show it to the box office, which shows seats to everybody: a made-up one is enough to look. */
async function openMap(context: BrowserContext, at: string, brake: Brake): Promise<Page> {
  const page = await context.newPage();
  // The machine may have better things to do; nothing here is judged by how long it takes.
  page.setDefaultTimeout(600_000);
  await page.addInitScript((id) => {
    sessionStorage.setItem(`catraca.admission.${id}`, JSON.stringify({ admissionToken: 'none', expiresAt: new Date(Date.now() + 3_600_000).toISOString(), ticketLimit: 4 }));
  }, STADIUM);
  if (brake === 'browser') await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  else await page.addInitScript((rate) => {
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

/** A finger draws a slow figure over the map; what each frame cost in milliseconds of script. The browser itself is told of the finger: what drives it runs no script in the page. */
async function panned(from: Browser, page: Page): Promise<number[]> {
  await page.locator('canvas').scrollIntoViewIfNeeded();
  const box = await page.locator('canvas').boundingBox();
  if (!box) throw new Error('There is no map.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const browser = await page.context().newCDPSession(page);
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) => browser.send('Input.dispatchTouchEvent', { type, touchPoints });
  await finger('touchStart', { x, y });
  await from.startTracing(page, { categories: ['devtools.timeline', 'toplevel', 'v8'] });
  for (let move = 1; move <= MOVES; move += 1) {
    const turn = (move / MOVES) * 4 * Math.PI;
    await finger('touchMove', { x: x + 120 * Math.sin(turn), y: y + 160 * Math.sin(turn / 2) });
    await setTimeout(FRAME_MS);
  }
  const { traceEvents } = JSON.parse((await from.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  await finger('touchEnd');
  return scriptPerFrame(traceEvents);
}

/** By frame in which the finger moved: what ran since the one before. Frames between, which have little to do, are no frames of their own. */
function scriptPerFrame(events: TraceEvent[]): number[] {
  const thread = mainThread(events);
  const own = events.filter(({ pid, tid }) => pid === thread.pid && tid === thread.tid).sort((a, b) => a.ts - b.ts);
  const frames: number[] = [];
  let [until, spent, moved] = [0, 0, false];
  for (const { name, ph, ts, tdur, dur, args } of own) {
    if (ph !== 'X' || !SCRIPT.has(name) || ts < until) continue;
    // Browsers tell of a finger just before they ask for the frame that shows where it is.
    if (name === 'EventDispatch' && args?.data?.type === 'pointermove') {
      if (moved) frames.push(spent / 1_000);
      [spent, moved] = [0, true];
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
