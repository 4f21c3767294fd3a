import { call } from './call.ts';
import { isPassing } from './problem.ts';
import type { paths } from './schema.d.ts';

type Session = paths['/api/v1/auth/session']['get']['responses']['200']['content']['application/json'];
export type User = Session['user'];

let asked: Promise<User | undefined> | undefined;

/** Who is signed in on this device, asked once per page; undefined for nobody, and when the box office does not answer. */
export function whoIsIt(): Promise<User | undefined> {
  asked ??= askWho();
  return asked;
}

const ask = () => call<Session>('GET', '/auth/session');

/** Once more where nobody answered: a phone in a crowd loses a packet in ten. */
async function askWho(): Promise<User | undefined> {
  const { data, failure } = await ask();
  if (!failure || !isPassing(failure)) return data?.user;
  return (await ask()).data?.user;
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
