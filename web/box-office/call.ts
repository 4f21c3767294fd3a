import { clock } from './clock.ts';
import { failureOf, type Outcome, silence } from './problem.ts';

// Whoever waits longer for so small an answer has lost the connection.
const TIMEOUT_MS = 10_000;

/**
 * A call of the box office from a page that everybody hits (the line, an event, a header): a fraction of the general client's bytes and without
 * what browsers learnt after 2021, since those pages are for every phone there is. Never repeated; who wants to ask again does so in its own time.
 */
export async function call<Data>(method: string, path: string, body?: object): Promise<Outcome<Data>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  const askedAt = Date.now();
  const headers = { 'accept-language': document.documentElement.lang, ...(body && { 'content-type': 'application/json' }) };
  try {
    const response = await fetch(`/api/v1${path}`, { method, headers, credentials: 'same-origin', signal: stop.signal, ...(body && { body: JSON.stringify(body) }) });
    // A cache's answer tells the time at which it was made.
    if (method !== 'GET' || response.headers.get('age') === null) clock.heard(response.headers.get('date'), askedAt, Date.now());
    const text = await response.text();
    const read: unknown = text === '' ? null : JSON.parse(text);
    return response.ok ? { data: read as Data } : { failure: failureOf(response.status, read, response.headers) };
  } catch (error) {
    return { failure: silence(error) };
  } finally {
    clearTimeout(timer);
  }
}
