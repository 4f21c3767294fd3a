import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { beforeEach, expect, test } from 'vitest';

// The worker as it is served, in a browser of paper: its storage in memory, and a network that answers as the test lays down.
const source = readFileSync(join(import.meta.dirname, '..', 'public', 'sw.js'), 'utf8');
const ORIGIN = 'https://box.example';

type Answer = Partial<Response> & { status: number };
const page = (status = 200): Answer => ({ status, ok: status < 300, redirected: false, type: 'basic', clone: () => page(status) as Response, text: async () => '' });
const leadsAway: Answer = { ...page(0), ok: false, type: 'opaqueredirect' };
const signInPage: Answer = { ...page(), redirected: true, url: `${ORIGIN}/pt/sign-in?return=%2Fpt%2Ftickets` };

class Shelf {
  readonly kept = new Map<string, unknown>();
  match = async (request: Asked) => this.kept.get(nameOf(request));
  put = async (request: Asked, answer: unknown) => void this.kept.set(nameOf(request), answer);
  add = async () => undefined;
  delete = async (request: Asked) => this.kept.delete(nameOf(request));
  keys = async () => [...this.kept.keys()];
}

type Asked = string | { url: string };
const nameOf = (request: Asked) => (typeof request === 'string' ? request : new URL(request.url).pathname);

let shelves: Map<string, Shelf>;
let network: (address: string) => Answer;
let windows: { url: string; focus: () => Promise<void> }[];
let looked: string[];
let listeners: Record<string, (event: unknown) => void>;

beforeEach(() => {
  shelves = new Map();
  listeners = {};
  windows = [];
  looked = [];
  const caches = {
    open: async (name: string) => shelves.get(name) ?? shelves.set(name, new Shelf()).get(name),
    delete: async (name: string) => shelves.delete(name),
  };
  const self = { addEventListener: (name: string, listener: (event: unknown) => void) => void (listeners[name] = listener), location: { origin: ORIGIN }, navigator: { language: 'pt' }, clients: { matchAll: async () => windows, openWindow: async (url: string) => void looked.push(`opened ${url}`) } };
  const fetch = async (request: Asked) => network(typeof request === 'string' ? request : request.url);
  runInNewContext(source, { self, caches, fetch, URL, Response, Promise, setTimeout: () => undefined });
});

async function visit(address: string, answer: Answer): Promise<void> {
  network = () => answer;
  let answered: Promise<unknown> | undefined;
  listeners['fetch']!({ request: { method: 'GET', mode: 'navigate', url: ORIGIN + address }, respondWith: (given: Promise<unknown>) => void (answered = given) });
  await answered;
}

async function keep(paths: string[], answer: (address: string) => Answer): Promise<void> {
  network = answer;
  let kept: Promise<unknown> | undefined;
  listeners['message']!({ data: { type: 'keep', keep: paths }, source: null, waitUntil: (given: Promise<unknown>) => void (kept = given) });
  await kept;
}

const tickets = () => [...(shelves.get('catraca-tickets')?.kept.keys() ?? [])];

test('a ticket that was opened is kept, and one that is no longer theirs goes alone', async () => {
  await visit('/pt/tickets', page());
  await visit('/pt/tickets/a', page());
  expect(tickets()).toEqual(['/pt/tickets', '/pt/tickets/a']);
  await visit('/pt/tickets/a', page(404));
  expect(tickets()).toEqual(['/pt/tickets']);
  await visit('/pt/tickets', page(503));
  expect(tickets()).toEqual(['/pt/tickets']);
});

test('whose session has ended leaves no ticket behind, whichever of them is looked at', async () => {
  for (const end of [() => visit('/pt/tickets', leadsAway), () => visit('/api/v1/tickets/a.svg', page(401)), () => keep(['/pt/tickets'], () => signInPage)]) {
    await visit('/pt/tickets', page());
    await visit('/pt/tickets/a', page());
    await end();
    expect(tickets()).toEqual([]);
  }
});

test('older tickets are not kept as if they were the list', async () => {
  const newest = page();
  await keep(['/pt/tickets'], () => newest);
  await visit('/pt/tickets?after=x', page());
  expect(shelves.get('catraca-tickets')!.kept.get('/pt/tickets')).toBe(newest);
});

test('a tap on the notification of a turn leads to the line that is open, else opens it, and nowhere else', async () => {
  const tap = async (url: string) => {
    let led: Promise<unknown> | undefined;
    listeners['notificationclick']!({ notification: { close: () => undefined, data: { url } }, waitUntil: (given: Promise<unknown>) => void (led = given) });
    await led;
  };
  const line = `${ORIGIN}/pt/events/1/line`;
  await tap(line);
  windows = [{ url: line, focus: async () => void looked.push('focused') }];
  await tap(line);
  await tap('https://elsewhere.example/');
  expect(looked).toEqual([`opened ${line}`, 'focused']);
});
