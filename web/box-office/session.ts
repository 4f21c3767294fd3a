import { api, outcome } from './browser.ts';
import type { paths } from './schema.d.ts';

export type User = paths['/api/v1/auth/session']['get']['responses']['200']['content']['application/json']['user'];

let asked: Promise<User | undefined> | undefined;

/** Who is signed in on this device, asked once per page; undefined for nobody, and when the box office does not answer. */
export function whoIsIt(): Promise<User | undefined> {
  asked ??= outcome(api.GET('/api/v1/auth/session')).then(({ data }) => data?.user);
  return asked;
}

/** After something changed of who is signed in: the next question is asked anew. */
export function forgetWho(): void {
  asked = undefined;
}

/** After signing in or out: tickets that were kept for being offline (public/sw.js) are not the next person's. */
export function forgetTickets(): void {
  // Absent without HTTPS.
  if ('caches' in globalThis) caches.delete('catraca-tickets').catch(() => false);
}
