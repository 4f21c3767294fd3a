import type { components } from './schema.d.ts';

export type Problem = components['schemas']['Problem'];

/** What a call came to. The caller must look before it uses the data; nothing is thrown for what the box office refuses. */
export type Outcome<Data> = { data: Data; failure?: undefined } | { data?: undefined; failure: Failure };

/**
 * A call that did not do what was asked. `code` is the API's and is what programs branch on; `title` is a sentence for people in the
 * language of the call, empty where the failure is ours (`web.offline`, `web.timeout`, `web.unreadable`): those words stand in `failure.*`.
 */
export interface Failure {
  code: string;
  status: number;
  title: string;
  /** The failure's own data, such as the `seats` that somebody else has. */
  data: Record<string, unknown>;
  /** When it makes sense to ask again, if the box office said so. */
  retryAfterMs?: number;
  requestId?: string;
}

/** The failure that an answer with a status of 400 or above is. */
export function failureOf(status: number, body: unknown, headers: Headers): Failure {
  const retryAfterMs = retryAfter(body, headers);
  if (!isProblem(body)) return { code: 'web.unreadable', status, title: '', data: {}, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  const { type: _type, title, status: _status, code, requestId, ...data } = body;
  return { code, status, title, data, ...(retryAfterMs !== undefined && { retryAfterMs }), ...(requestId !== undefined && { requestId }) };
}

/** The failure of a call that never got an answer: the line is dead, or it took longer than anybody waits. */
export function silence(error: unknown): Failure {
  const code = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError') ? 'web.timeout' : 'web.offline';
  return { code, status: 0, title: '', data: {} };
}

/** Whether the same call may do better in a moment: nobody answered, or the box office is busy. */
export function isPassing(failure: Failure): boolean {
  return failure.status === 0 || failure.status === 429 || failure.status >= 500;
}

function isProblem(body: unknown): body is Problem & Record<string, unknown> {
  if (typeof body !== 'object' || body === null) return false;
  const { code, title } = body as Record<string, unknown>;
  return typeof code === 'string' && typeof title === 'string';
}

function retryAfter(body: unknown, headers: Headers): number | undefined {
  const told = (body as { retryAfterMs?: unknown } | null | undefined)?.retryAfterMs;
  if (typeof told === 'number' && told >= 0) return told;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}
