import createClient, { type Middleware } from 'openapi-fetch';
import { clock } from './clock.ts';
import { pause } from './pause.ts';
import type { paths } from './schema.d.ts';

export { outcome } from './outcome.ts';

// A purchase may take `Prefer: wait=8` and a bad line seconds more; whoever waits longer wants to be told.
const TIMEOUT_MS = 25_000;

// What only reads may be asked twice more: a phone in a crowd loses a packet in ten.
const READ_TRIES = 3;
const FIRST_PAUSE_MS = 400;

/** Safe to repeat by HTTP's own rules. What changes something is repeated by whoever holds its Idempotency-Key, never here. */
const READS = new Set(['GET', 'HEAD']);

/** Failures come in the page's language, whatever the browser's is. */
const IN_THIS_LANGUAGE: Middleware = {
  onRequest({ request }) {
    request.headers.set('accept-language', document.documentElement.lang);
    return request;
  },
};

/** The box office as a browser reaches it: same origin, cookies by themselves. Errors are values: `await outcome(api.GET(…))`. */
export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin', fetch: patiently });
api.use(IN_THIS_LANGUAGE);

async function patiently(request: Request): Promise<Response> {
  const tries = READS.has(request.method) ? READ_TRIES : 1;
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === tries;
    try {
      const response = await once(last ? request : request.clone());
      if (last || response.status < 500) return response;
      // A busy box office says itself when it wants to be asked again; that is for the caller to show.
      if (response.headers.has('retry-after')) return response;
    } catch (error) {
      if (last || request.signal.aborted) throw error;
    }
    await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random()), request.signal);
    request.signal.throwIfAborted();
  }
}

async function once(request: Request): Promise<Response> {
  const askedAt = Date.now();
  const response = await fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]) });
  clock.heard(response.headers.get('date'), askedAt, Date.now());
  return response;
}
