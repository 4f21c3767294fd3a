// The worker of an installed page: tickets that were opened once are shown without a network. Plain JavaScript, served as it stands.
// Everything it keeps is bounded, and what is somebody's own goes when they sign out (box-office/session.ts empties TICKETS).
const ASSETS = 'catraca-assets';
const TICKETS = 'catraca-tickets';
const WORDS = 'catraca-offline';

// A page is some 40 KB; a fan with more than this has an agency.
const TICKETS_MAX = 80;
// Scripts, style and faces of the last few versions.
const ASSETS_MAX = 120;
// A bad line is asked for so long before what was kept is shown.
const PATIENCE_MS = 6000;

const LANGUAGES = ['pt', 'es', 'en'];
const TICKET_PAGE = /^\/(pt|es|en)\/tickets(\/[\w-]+)?$/;
const TICKET_CODE = /^\/api\/v1\/tickets\/[\w-]+\.svg$/;
const SIGN_IN = /^\/(pt|es|en)\/sign-in$/;
const ASSET = /^\/(_next\/static|fonts)\//;

self.addEventListener('install', (event) => event.waitUntil(keepWords().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
  if (event.data?.type === 'keep' && Array.isArray(event.data.keep)) event.waitUntil(keepTickets(event.data.keep, event.source));
});

// The line tells a turn through this worker (line/script/notices.ts): a tap leads back to its page.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data?.url));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (ASSET.test(url.pathname)) event.respondWith(asset(request));
  else if (TICKET_CODE.test(url.pathname) || (request.mode === 'navigate' && TICKET_PAGE.test(url.pathname))) event.respondWith(ticket(request, url));
  else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => offline(url)));
});

async function show(address) {
  const url = new URL(address ?? '/', self.location.origin);
  if (url.origin !== self.location.origin) return;
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = pages.find((page) => page.url === url.href);
  await (open ? open.focus() : self.clients.openWindow(url.href));
}

/** A page says in its answer what it needs: the words without a network must look like the others. */
async function keepWords() {
  const cache = await caches.open(WORDS);
  for (const language of LANGUAGES) await keepPage(cache, `/${language}/offline`);
}

async function keepTickets(paths, client) {
  const cache = await caches.open(TICKETS);
  for (const path of paths.filter((path) => TICKET_PAGE.test(path)).slice(0, TICKETS_MAX)) await keepPage(cache, path).catch(() => undefined);
  await trim(cache, TICKETS_MAX);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's page is of this origin, and the call takes none
  client?.postMessage({ type: 'kept' });
}

/** Keeps a page with its scripts, style and codes; what leads elsewhere, to signing in for instance, is not it. */
async function keepPage(cache, path) {
  const answer = await fetch(path, { credentials: 'same-origin', headers: { accept: 'text/html' } });
  if (answer.redirected && SIGN_IN.test(new URL(answer.url).pathname)) return void (await caches.delete(TICKETS));
  if (!answer.ok || answer.redirected) return;
  const html = await answer.clone().text();
  await cache.put(path, answer);
  const assets = await caches.open(ASSETS);
  for (const [, file] of html.matchAll(/["'(\\](\/_next\/static\/[\w./~-]+)/g)) if (!(await assets.match(file))) await assets.add(file).catch(() => undefined);
  const codes = await caches.open(TICKETS);
  for (const [, code] of html.matchAll(/src="(\/api\/v1\/tickets\/[\w-]+\.svg)"/g)) await codes.add(code).catch(() => undefined);
  await trim(assets, ASSETS_MAX);
}

/** What carries a hash in its name never changes. */
async function asset(request) {
  const assets = await caches.open(ASSETS);
  const kept = await assets.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await assets.put(request, answer.clone());
    await trim(assets, ASSETS_MAX);
  }
  return answer;
}

/** The network's ticket where there is one: it may have been used or given back meanwhile. */
async function ticket(request, url) {
  const cache = await caches.open(TICKETS);
  try {
    const answer = await inTime(fetch(request));
    // A ticket's page leads nowhere but to signing in, and a code is refused to nobody else so: whose session has ended leaves no ticket behind.
    if (answer.type === 'opaqueredirect' || answer.redirected || answer.status === 401) await caches.delete(TICKETS);
    // A list from some ticket on is not the list.
    else if (answer.ok && url.search === '') await cache.put(url.pathname, answer.clone());
    // No longer theirs: not theirs here, either.
    else if (!answer.ok && answer.status < 500) await cache.delete(url.pathname);
    return answer;
  } catch {
    return (await cache.match(url.pathname)) ?? offline(url);
  }
}

async function offline(url) {
  const named = url.pathname.split('/')[1];
  const language = LANGUAGES.includes(named) ? named : (LANGUAGES.find((known) => self.navigator.language.startsWith(known)) ?? LANGUAGES[0]);
  const cache = await caches.open(WORDS);
  return (await cache.match(`/${language}/offline`)) ?? Response.error();
}

function inTime(answer) {
  return Promise.race([answer, new Promise((_, reject) => setTimeout(() => reject(new Error('the line is too slow')), PATIENCE_MS))]);
}

/** The oldest go. */
async function trim(cache, max) {
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - max))) await cache.delete(key);
}
