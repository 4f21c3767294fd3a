import { expect, test } from 'vitest';
import { Notices, type Teller } from './notices.ts';

/** Browsers as they are: with or without a worker that can tell, and with or without pages that may. */
function browser({ worker, constructor }: { worker: 'tells' | 'fails' | 'none'; constructor: boolean }) {
  const shown: string[] = [];
  const closed: string[] = [];
  const open = () => ({ close: () => void closed.push('by the worker') });
  const registration = { showNotification: async (title: string) => void shown.push(`worker: ${title}`), getNotifications: async () => [open()] };
  const workers = { register: async () => (worker === 'fails' ? Promise.reject(new Error('a private window')) : registration), ready: Promise.resolve(registration) };
  class Told {
    constructor(title: string, { silent = false }: { silent?: boolean }) {
      if (!constructor) throw new TypeError('Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.');
      if (!silent) shown.push(`page: ${title}`);
    }
    addEventListener = () => undefined;
    close = () => void closed.push('by the page');
  }
  return { shown, closed, notices: new Notices({ workers: worker === 'none' ? undefined : workers, Notification: Told } as unknown as Teller) };
}

test("where only a worker may tell a turn, as in Android's Chrome, it does", async () => {
  const { notices, shown, closed } = browser({ worker: 'tells', constructor: false });
  expect(await notices.prepare('Show')).toBe(true);
  expect(await notices.tell('Your turn', 'Show', 'https://box.example/line')).toBe(true);
  expect(shown).toEqual(['worker: Your turn']);
  notices.quiet();
  await Promise.resolve();
  expect(closed).toEqual(['by the worker']);
});

test.each(['fails', 'none'] as const)('where the worker %s the page tells it', async (worker) => {
  const { notices, shown, closed } = browser({ worker, constructor: true });
  expect(await notices.prepare('Show')).toBe(true);
  expect(await notices.tell('Your turn', 'Show', 'https://box.example/line')).toBe(true);
  expect(shown).toEqual(['page: Your turn']);
  notices.quiet();
  expect(closed).toEqual(['by the page', 'by the page']);
});

test('who can be told by neither hears it when they ask for it', async () => {
  const { notices } = browser({ worker: 'fails', constructor: false });
  expect(await notices.prepare('Show')).toBe(false);
  expect(await notices.tell('Your turn', 'Show', 'https://box.example/line')).toBe(false);
});
