import { clock } from './clock.ts';
import { failureOf, type Outcome, silence } from './problem.ts';
import type { paths } from './schema.d.ts';

/**
 * The box office as the line's page reaches it from a browser: the few calls of a line and nothing else, in a fraction of the general client's
 * bytes and without what browsers learnt after 2021, since the page is for every phone there is.
 */

// Whoever waits longer for so small an answer has lost the connection.
const TIMEOUT_MS = 10_000;

type Line = paths['/api/v1/events/{eventId}/line'];
type Answer<Call, Status extends number> = Call extends { responses: Record<Status, { content: { 'application/json': infer Body } }> } ? Body : never;

export type Joined = Answer<Line['post'], 201>;
export type ServingAnswer = Answer<paths['/api/v1/events/{eventId}/serving']['get'], 200>;
export type DrawAnswer = Answer<paths['/api/v1/events/{eventId}/line/draw']['get'], 200>;
export type ChallengeAnswer = Answer<paths['/api/v1/events/{eventId}/line/challenge']['get'], 200>;
export type Admitted = Answer<paths['/api/v1/events/{eventId}/admissions']['post'], 201>;
export type SessionAnswer = Answer<paths['/api/v1/auth/session']['get'], 200>;

export function lineOf(eventId: string) {
  const event = `/events/${eventId}`;
  return {
    join: (solution?: string) => call<Joined>('POST', `${event}/line`, solution === undefined ? {} : { solution }),
    leave: () => call<null>('DELETE', `${event}/line`),
    serving: () => call<ServingAnswer>('GET', `${event}/serving`),
    draw: () => call<DrawAnswer>('GET', `${event}/line/draw`),
    challenge: () => call<ChallengeAnswer>('GET', `${event}/line/challenge`),
    claim: (lineToken: string) => call<Admitted>('POST', `${event}/admissions`, { lineToken }),
    session: () => call<SessionAnswer>('GET', '/auth/session'),
  };
}

async function call<Data>(method: string, path: string, body?: object): Promise<Outcome<Data>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  const askedAt = Date.now();
  const headers = { 'accept-language': document.documentElement.lang, 'x-catraca-request': '1', ...(body && { 'content-type': 'application/json' }) };
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
