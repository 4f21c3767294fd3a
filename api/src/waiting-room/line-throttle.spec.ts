import { expect, test } from 'vitest';
import { LineThrottle } from './line-throttle.js';

const TICK_MS = 250;

/** A line that begins with 400 calls a second, 100 a tick, on a clock of its own. */
function newLine() {
  let nowMs = 5_000;
  let standing = 0;
  const throttle = new LineThrottle(400, nowMs);
  /** So many ticks; `waiting` says whether anybody waits, and then all who were called a tick before have bought. */
  const go = (ticks: number, { waiting = true, load = 'calm' as const, apartMs = TICK_MS }: { waiting?: boolean; load?: 'calm' | 'busy' | 'strained'; apartMs?: number } = {}) => {
    let calls = 0;
    for (let tick = 0; tick < ticks; tick += 1) {
      nowMs += apartMs;
      if (throttle.begin(nowMs)) throttle.count(standing);
      ({ calls } = throttle.next(load, 0.3));
      throttle.ticked(waiting ? calls : null);
      standing = waiting ? calls : 0;
    }
    return calls;
  };
  return { go };
}

test('a line whose turns end as they begin calls faster and faster', () => {
  const { go } = newLine();
  expect(go(1)).toBe(100);
  expect(go(200)).toBeGreaterThan(300);
});

test('while nobody waits it forgets its pace, whether it ticks or rests', () => {
  const [ticking, resting] = [newLine(), newLine()];
  expect(ticking.go(200)).toBe(resting.go(200));
  ticking.go(120, { waiting: false });
  // As a line rests when nothing can happen in it.
  resting.go(6, { waiting: false, apartMs: 5_000 });
  for (const { go } of [ticking, resting]) expect(go(1)).toBeLessThan(135);
});

test('a spell in which nobody may be called neither proves nor forgets the pace of those who wait', () => {
  const { go } = newLine();
  const before = go(200);
  expect(go(4, { load: 'strained' })).toBe(0);
  expect(go(1)).toBeGreaterThan(before * 0.69);
  // Lowered once, and not by a forgetting that goes on.
  const lowered = go(1);
  go(40, { load: 'strained' });
  expect(go(1)).toBeGreaterThanOrEqual(Math.floor(lowered * 0.69));
});

test('an idle line begins as ever, however strained other sales made its hour', () => {
  const { go } = newLine();
  for (let spell = 0; spell < 9; spell += 1) {
    go(20, { waiting: false, load: 'strained' });
    go(60, { waiting: false });
  }
  expect(go(1)).toBe(100);
});
