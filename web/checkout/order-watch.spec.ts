import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answer } from './desk.ts';
import { watchOrder } from './order-watch.ts';

// A browser whose streams never open: what is left is asking.
class Silence extends EventTarget {
  close = () => undefined;
}

beforeEach(() => {
  vi.stubGlobal('EventSource', Silence);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
});
afterEach(() => vi.unstubAllGlobals());

async function online(): Promise<void> {
  window.dispatchEvent(new Event('online'));
  await new Promise((resolve) => setImmediate(resolve));
}

test('whose session has ended is told so once, and asks no more', async () => {
  const answers: Answer[] = [{ kind: 'lost' }, { kind: 'refused', refusal: { code: 'platform.not_signed_in', title: '', data: {} } }];
  const told: string[] = [];
  let asked = 0;
  const read = async (): Promise<Answer> => answers[Math.min(asked++, answers.length - 1)]!;
  const end = watchOrder('order', ({ kind }) => void told.push(kind), { read });
  for (let times = 0; times < 4; times += 1) await online();
  end();
  expect([asked, told]).toEqual([2, ['refused']]);
});
